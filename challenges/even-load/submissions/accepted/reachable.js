const words = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
const weights = words.slice(1, 1 + words[0]);
const total = weights.reduce((sum, weight) => sum + weight, 0);
const reachable = new Uint8Array(total + 1);
reachable[0] = 1;
for (const weight of weights) {
    for (let load = total; load >= weight; load--) {
        if (reachable[load - weight]) reachable[load] = 1;
    }
}
let best = Math.floor(total / 2);
while (!reachable[best]) best--;
console.log(total - 2 * best);
