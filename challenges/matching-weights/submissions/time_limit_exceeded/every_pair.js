// Right, but compares every weight with every other.
const [count, parcel, ...weights] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);

function findPair() {
    for (let left = 0; left < count; left++) {
        for (let right = left + 1; right < count; right++) {
            if (weights[left] + weights[right] === parcel) return `${left + 1} ${right + 1}`;
        }
    }
    return "none";
}

console.log(findPair());
