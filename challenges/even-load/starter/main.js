const words = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
const weights = words.slice(1, 1 + words[0]);

// Find the smallest possible difference of the two loads.
console.log(weights.reduce((sum, weight) => sum + weight, 0));
