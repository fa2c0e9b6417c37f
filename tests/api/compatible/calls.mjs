// The calls of Judge0's, Piston's and Jobe's documentation as pages and servers in JavaScript make them, by fetch alone.
// Prints one JSON object: what each call was answered.
const [base] = process.argv.slice(2);
const json = {"Content-Type": "application/json"};

async function call(method, path, body, headers = {}) {
  const sent = body === undefined ? {} : {body: JSON.stringify(body), headers: {...json, ...headers}};
  const answer = await fetch(base + path, {method, ...sent});
  const text = await answer.text();
  return {status: answer.status, value: text ? JSON.parse(text) : null};
}

const encode = (text) => Buffer.from(text).toString("base64");
const submission = {source_code: encode("console.log(require('fs').readFileSync(0, 'utf8'))"), language_id: 63};
const judge0 = await call("POST", "/submissions?base64_encoded=true&wait=true", {
  ...submission,
  stdin: encode("from node"),
});
const made = await call("POST", "/submissions/batch?base64_encoded=true", {submissions: [submission, submission]});
const tokens = made.value.map((each) => each.token).join(",");
let shown;
do {
  shown = await call("GET", `/submissions/batch?tokens=${tokens}&base64_encoded=true&fields=status_id`);
} while (shown.value.submissions.some((each) => each.status_id < 3));

const piston = await call("POST", "/api/v2/execute", {
  language: "js",
  version: "20.x",
  files: [{name: "my_cool_code.js", content: "console.log(process.argv.slice(2))"}],
  stdin: "",
  args: ["1", "2", "3"],
  compile_timeout: 10000,
  run_timeout: 3000,
  compile_memory_limit: -1,
  run_memory_limit: -1,
});

const jobe = await call("POST", "/jobe/index.php/restapi/runs", {
  run_spec: {language_id: "nodejs", sourcecode: "console.log('hi')", sourcefilename: "test.js", input: ""},
});

console.log(JSON.stringify({judge0, made, shown, piston, jobe}));
