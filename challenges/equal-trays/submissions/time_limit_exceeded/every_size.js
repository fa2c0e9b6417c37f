// Right, but tries every size from 1 to n.
const rolls = Number(require("fs").readFileSync(0, "utf8"));
let sizes = 0;
for (let size = 1; size <= rolls; size++) {
    if (rolls % size === 0) sizes++;
}
console.log(sizes);
