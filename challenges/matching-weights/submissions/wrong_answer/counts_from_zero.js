// Prints places counted from 0.
const [count, parcel, ...weights] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
const places = new Map();
let answer = "none";
for (let i = 0; i < count && answer === "none"; i++) {
    if (places.has(parcel - weights[i])) answer = `${places.get(parcel - weights[i])} ${i}`;
    places.set(weights[i], i);
}
console.log(answer);
