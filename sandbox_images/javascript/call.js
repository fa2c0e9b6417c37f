"use strict";
// Call a learner's function: `node call.js MAIN`, with the call as JSON on stdin.
//
// stdin holds {"function": NAME, "arguments": [...], "marker": WORD}. After all that the learner's code prints, one line
// `WORD value JSON` goes to stdout, or `WORD error TEXT` (TEXT a JSON string) where the value is no plain data. NAME is
// in snake_case; a function of that name in camelCase is taken as well. It needs no export: it is looked for at the top
// level of the file first, then in its exports. Promises are awaited.

const fs = require("fs");
const path = require("path");
const util = require("util");
const Module = require("module");
const { pathToFileURL } = require("url");

const DEPTH = 400;
const { stringify } = JSON;
const { writeSync } = fs;
const { isArray } = Array;
const { isFinite, isInteger } = Number;
const { getPrototypeOf, keys } = Object;
const PlainObject = Object.prototype;

class NotPlain extends Error {}

function write(descriptor, text) {
  let data = Buffer.from(text);
  while (data.length > 0) {
    try {
      data = data.subarray(writeSync(descriptor, data));
    } catch (error) {
      // A full pipe that does not block: the reader needs a moment.
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

// Returns JSON text. Not JSON.stringify, which turns NaN into null, Maps into {} and obeys toJSON.
function toJson(value, depth) {
  if (depth > DEPTH) throw new NotPlain(`the value is nested more than ${DEPTH} deep, or contains itself`);
  if (value === undefined || value === null) return "null";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "string") return stringify(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") {
    if (!isFinite(value)) throw new NotPlain(`it returned ${value}, which is not a usable number`);
    // Whole numbers in digits: 1e21 is one, and is written so in other languages.
    return isInteger(value) ? BigInt(value).toString() : stringify(value);
  }
  if (typeof value !== "object") throw new NotPlain(`it returned a ${typeof value}; return numbers, text, arrays or plain objects`);
  if (isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    const items = [];
    for (let index = 0; index < value.length; index++) items.push(toJson(value[index], depth + 1));
    return `[${items.join(", ")}]`;
  }
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return toJson(value.valueOf(), depth);
  const prototype = getPrototypeOf(value);
  if (prototype !== PlainObject && prototype !== null) {
    const name = (prototype.constructor && prototype.constructor.name) || "unknown";
    const advice = name === "Set" ? "; make it an array with [...set]" : name === "Map" ? "; make it an object with Object.fromEntries(map)" : "; return numbers, text, arrays or plain objects";
    throw new NotPlain(`it returned a value of type ${name}${advice}`);
  }
  return `{${keys(value).map((key) => `${stringify(key)}: ${toJson(value[key], depth + 1)}`).join(", ")}}`;
}

function answer(value) {
  try {
    return `value ${toJson(value, 0)}`;
  } catch (error) {
    if (error instanceof NotPlain) return `error ${stringify(error.message)}`;
    throw error;
  }
}

// Loads the file as a CommonJS module, with a last line that hands out its top-level functions; its own lines keep
// their numbers. `arguments[2]` is the module, whatever the learner's code calls `module`.
function loadScript(file, names) {
  const module = new Module(file, null);
  module.filename = file;
  module.paths = Module._nodeModulePaths(path.dirname(file));
  const source = fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "").replace(/^#!/, "//");
  const found = names.map((name) => `typeof ${name} === "function" ? ${name} : undefined`).join(", ");
  // Node.js loads a file with import or export as a module of the new kind, which has no `arguments`.
  const handOut = `typeof arguments === "undefined" || (arguments[2].codementorFound = [${found}])`;
  module._compile(`${source}\n;${handOut};\n`, file);
  return [...(module.codementorFound || []), ...exported(module.exports, names)];
}

function exported(exports, names) {
  if (typeof exports === "function") return [exports];
  if (exports === null || typeof exports !== "object") return [];
  return names.flatMap((name) => [exports[name], exports.default && exports.default[name]]);
}

async function load(file, names) {
  if (file.endsWith(".mjs")) {
    const exports = await import(pathToFileURL(file).href);
    return [...exported({ ...exports }, names), exports.default].filter((each) => typeof each === "function");
  }
  return loadScript(file, names).filter((each) => typeof each === "function");
}

// Returns the stack without the frames of this file and of Node.js itself.
function shown(error) {
  if (!(error instanceof Error) || typeof error.stack !== "string") return `Uncaught ${util.inspect(error)}`;
  return error.stack
    .split("\n")
    .filter((line) => !(/^\s+at /.test(line) && (line.includes(__filename) || line.includes("node:"))))
    .join("\n");
}

async function main() {
  const file = path.resolve(process.argv[2]);
  const call = JSON.parse(fs.readFileSync(0, "utf8"));
  process.argv.splice(1, 2, file);
  const camel = call.function.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
  const names = call.function === camel ? [camel] : [call.function, camel];
  let value;
  try {
    const [found] = await load(file, names);
    if (found === undefined) {
      const also = file.endsWith(".mjs") ? "; export it" : ": define it at the top level of the file";
      write(2, `${path.basename(file)} has no function ${names.join(" or ")}(...)${also}\n`);
      process.exit(1);
    }
    value = await found(...call.arguments);
  } catch (error) {
    write(2, `${shown(error)}\n`);
    process.exit(1);
  }
  write(1, `\n${call.marker} ${answer(value)}\n`);
}

main();
