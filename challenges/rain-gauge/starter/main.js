const lines = require("fs").readFileSync(0, "utf8").trim().split("\n");
const count = Number(lines[0]);
let total = 0;
for (const day of lines.slice(1, 1 + count)) {
    // A dash means that the gauge was frozen.
}
console.log(total);
