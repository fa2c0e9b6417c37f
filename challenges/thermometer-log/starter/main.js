const words = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
const count = words[0];
const readings = words.slice(1, 1 + count);

// Find the lowest reading, the highest reading and the biggest jump.
let lowest = 0;
let highest = 0;
let biggestJump = 0;

console.log(lowest, highest, biggestJump);
