import { isMainThread, parentPort, Worker, workerData } from "worker_threads";
import { readFileSync } from "fs";

if (isMainThread) {
  const word: string = readFileSync(0, "utf8").trim();
  new Worker(__filename, { workerData: word }).on("message", (answer: string) => console.log(answer));
} else {
  parentPort?.postMessage([...String(workerData)].reverse().join(""));
}
