export {};
declare function require(name: string): any;

const text: string = require("fs").readFileSync(0, "utf8");
const words: number[] = text.trim().split(/\s+/).map(Number);
const readings: number[] = words.slice(1, 1 + words[0]);

let biggestJump = 0;
for (let i = 1; i < readings.length; i++) {
    biggestJump = Math.max(biggestJump, Math.abs(readings[i] - readings[i - 1]));
}
console.log(Math.min(...readings), Math.max(...readings), biggestJump);
