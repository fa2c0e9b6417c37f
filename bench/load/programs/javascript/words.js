const text = require("fs").readFileSync(0, "utf8");
const counts = new Map();
for (const word of text.split(/\s+/).filter(Boolean)) {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}
for (const word of [...counts.keys()].sort()) {
  console.log(`${word} ${counts.get(word)}`);
}
