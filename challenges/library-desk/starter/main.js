const lines = require("fs").readFileSync(0, "utf8").split("\n");
const count = Number(lines[0]);
for (const line of lines.slice(1, 1 + count)) {
    // The line begins with OUT or IN; the rest is the title.
}
console.log("all home");
