const [size, ...maze] = require("fs").readFileSync(0, "utf8").trim().split("\n");
const [rows, columns] = size.split(" ").map(Number);

// maze[row][column] is one of . # S E
console.log("no way");
