const rolls = Number(require("fs").readFileSync(0, "utf8"));
let sizes = 0;
for (let size = 1; size * size <= rolls; size++) {
    if (rolls % size === 0) sizes += size * size === rolls ? 1 : 2;
}
console.log(sizes);
