// Counts in a plain object: of "constructor" it knows a function already, and counting from that gives no number.
const lines = require("fs").readFileSync(0, "utf8").trim().split("\n").slice(1);
const copies = {};
for (const line of lines) {
    const title = line.slice(line.indexOf(" ") + 1);
    copies[title] = (copies[title] || 0) + (line.startsWith("OUT ") ? 1 : -1);
}
const out = Object.entries(copies).filter(([, count]) => count > 0);
console.log(out.length === 0 ? "all home" : out.map(([title, count]) => `${count} ${title}`).join("\n"));
