import { readFileSync } from "fs";

const numbers: number[] = readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
const total = numbers.reduce((sum, each) => sum + each, 0);
console.log(numbers.length, total, Math.max(...numbers));
