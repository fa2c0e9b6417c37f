// Counts the squares of the way, not the steps between them.
const [size, ...maze] = require("fs").readFileSync(0, "utf8").trim().split("\n");
const [rows, columns] = size.split(" ").map(Number);
const startRow = maze.findIndex((line) => line.includes("S"));
const queue = [[startRow, maze[startRow].indexOf("S"), 1, 1]];
const seen = new Set([queue[0].slice(0, 3).join()]);
let answer = "no way";
for (const [row, column, ladder, squares] of queue) {
    if (maze[row][column] === "E") {
        answer = squares;
        break;
    }
    for (const [r, c] of [[row, column + 1], [row + 1, column], [row, column - 1], [row - 1, column]]) {
        if (r < 0 || r >= rows || c < 0 || c >= columns) continue;
        const left = maze[r][c] === "#" ? ladder - 1 : ladder;
        const key = [r, c, left].join();
        if (left < 0 || seen.has(key)) continue;
        seen.add(key);
        queue.push([r, c, left, squares + 1]);
    }
}
console.log(answer);
