export {};
declare function require(name: string): any;

const text: string = require("fs").readFileSync(0, "utf8");
const words: number[] = text.trim().split(/\s+/).map(Number);
const count: number = words[0];
const readings: number[] = words.slice(1, 1 + count);

// Find the lowest reading, the highest reading and the biggest jump.
let lowest = 0;
let highest = 0;
let biggestJump = 0;

console.log(lowest, highest, biggestJump);
