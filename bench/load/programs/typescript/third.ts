import { readFileSync } from "fs";

let value: number = Number(readFileSync(0, "utf8"));
for (let step = 0; step < 100_000_000; step += 1) {
  value = (value * 31 + step) % 1000003;
}
console.log(value);
