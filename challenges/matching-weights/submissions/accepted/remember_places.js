const [count, parcel, ...weights] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
const places = new Map();
let answer = "none";
for (let i = 0; i < count; i++) {
    const other = places.get(parcel - weights[i]);
    if (other !== undefined) {
        answer = `${other} ${i + 1}`;
        break;
    }
    places.set(weights[i], i + 1);
}
console.log(answer);
