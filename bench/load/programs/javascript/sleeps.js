const lines = require("readline").createInterface({ input: process.stdin });
lines.on("line", (line) => setTimeout(() => console.log(line.toUpperCase()), 400));
