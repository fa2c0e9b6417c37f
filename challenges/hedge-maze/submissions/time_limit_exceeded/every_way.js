// Right, but walks every way that visits no square twice.
const [size, ...maze] = require("fs").readFileSync(0, "utf8").trim().split("\n");
const [rows, columns] = size.split(" ").map(Number);
const onWay = maze.map(() => new Array(columns).fill(false));

function fewest(row, column, ladder) {
    if (row < 0 || row >= rows || column < 0 || column >= columns || onWay[row][column]) return Infinity;
    if (maze[row][column] === "E") return 0;
    if (maze[row][column] === "#") {
        if (!ladder) return Infinity;
        ladder = false;
    }
    onWay[row][column] = true;
    const best = Math.min(
        fewest(row, column + 1, ladder),
        fewest(row + 1, column, ladder),
        fewest(row, column - 1, ladder),
        fewest(row - 1, column, ladder),
    );
    onWay[row][column] = false;
    return best + 1;
}

const startRow = maze.findIndex((line) => line.includes("S"));
const steps = fewest(startRow, maze[startRow].indexOf("S"), true);
console.log(steps === Infinity ? "no way" : steps);
