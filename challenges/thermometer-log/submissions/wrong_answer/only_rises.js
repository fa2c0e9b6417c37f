// Counts a jump only when the temperature rises.
const words = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
const readings = words.slice(1);
let biggestJump = 0;
for (let i = 1; i < readings.length; i++) {
    biggestJump = Math.max(biggestJump, readings[i] - readings[i - 1]);
}
console.log(Math.min(...readings), Math.max(...readings), biggestJump);
