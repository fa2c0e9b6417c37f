// Right, but tries all 2 to the power of n ways.
const words = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
const weights = words.slice(1, 1 + words[0]);

function best(place, difference) {
    if (place === weights.length) return Math.abs(difference);
    return Math.min(best(place + 1, difference + weights[place]), best(place + 1, difference - weights[place]));
}

console.log(best(0, 0));
