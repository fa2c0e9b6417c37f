// Turns titles that look like numbers into numbers: 007 and 7 become the same book.
const lines = require("fs").readFileSync(0, "utf8").trim().split("\n").slice(1);
const copies = new Map();
for (const line of lines) {
    const space = line.indexOf(" ");
    const text = line.slice(space + 1);
    const title = Number.isNaN(Number(text)) ? text : Number(text);
    copies.set(title, (copies.get(title) ?? 0) + (line.startsWith("OUT ") ? 1 : -1));
}
const out = [...copies].filter(([, count]) => count > 0);
console.log(out.length === 0 ? "all home" : out.map(([title, count]) => `${count} ${title}`).join("\n"));
