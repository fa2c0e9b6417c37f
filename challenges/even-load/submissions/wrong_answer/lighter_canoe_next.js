// Heaviest first, always into the lighter canoe: often good, not always the best.
const words = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
const weights = words.slice(1).sort((a, b) => b - a);
let left = 0;
let right = 0;
for (const weight of weights) {
    if (left <= right) left += weight;
    else right += weight;
}
console.log(Math.abs(left - right));
