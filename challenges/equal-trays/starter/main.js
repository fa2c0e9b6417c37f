const rolls = Number(require("fs").readFileSync(0, "utf8"));
let sizes = 0;
// Count the tray sizes.
console.log(sizes);
