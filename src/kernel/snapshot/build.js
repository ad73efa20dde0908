// The kernel's main thread as it stands before its first cell, made into a start-up snapshot of Node's:
// `node --snapshot-blob FILE --build-snapshot build.js NOTES COMPILER`. In it are the compiler, loaded, and a program of
// TypeScript's library, Node's types and what src declares, checked once; a kernel that starts from it has all that
// without reading it. NOTES is written: what the snapshot was made of (snapshot.ts). COMPILER is TypeScript in fewer
// characters: its text is in the snapshot, and in every thread of a process that starts from it.
//
// While a snapshot is made, Node's own loader must not run anything: `load` takes its place, and the modules it has
// loaded are Node's from then on, so that whatever asks for one later gets the same.
const fs = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const { cachedDataVersionTag, startupSnapshot } = require("node:v8");

const [, , NOTES, COMPILER] = process.argv;
const START = join(__dirname, "../start.js");
const ROOT = join(__dirname, "../../..");

const TYPESCRIPT = Module.createRequire(__filename).resolve("typescript");

let started = false;
let ts;
const read = [__filename, START, join(ROOT, "package.json")];

/** `node:module` as the modules see it: what they require is loaded here until the kernel starts. */
const ownModule = Object.assign(Object.create(Module), { SourceMap: Module.SourceMap, createRequire });

function createRequire(from) {
  const native = Module.createRequire(from);
  const own = (name) =>
    /^(node:)?module$/.test(name) ? ownModule : Module.isBuiltin(name) ? builtin(name) : file(name);
  const builtin = (name) => require(name.replace(/^node:/, ""));
  const file = (name) => load(sourceFile(name, dirname(from)) ?? native.resolve(name)).exports;
  return Object.assign((name) => (started ? native(name) : own(name)), native);
}

/** A file of the kernel's own, which are TypeScript. */
function sourceFile(name, folder) {
  const path = `${join(folder, name)}.ts`;
  return /^\.\.?\//.test(name) && fs.existsSync(path) ? path : undefined;
}

function load(path) {
  if (Module._cache[path] !== undefined) return Module._cache[path];
  const module = Object.assign(new Module(path), { filename: path, paths: Module._nodeModulePaths(dirname(path)) });
  Module._cache[path] = module;
  read.push(path);
  const text = fs.readFileSync(path === TYPESCRIPT ? COMPILER : path, "utf8");
  if (path.endsWith(".json")) module.exports = JSON.parse(text);
  else {
    const script = path.endsWith(".ts") ? toCommonJs(text) : text;
    const wrapped = `(function (exports, require, module, __filename, __dirname) { ${script}\n})\n//# sourceURL=${path}`;
    (0, eval)(wrapped).call(module.exports, module.exports, createRequire(path), module, path, dirname(path));
  }
  module.loaded = true;
  return module;
}

function toCommonJs(text) {
  const { ES2022: target } = ts.ScriptTarget;
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target, esModuleInterop: true };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}

const kernelRequire = createRequire(START);
ts = kernelRequire("typescript");
for (const part of ["converter", "executor", "jupyter", "metadata"]) kernelRequire(`tslab/dist/${part}`);
const { runMainThread } = kernelRequire("./main-thread");
const { Compiler } = kernelRequire("./cells/compile/compiler");

const compiler = new Compiler(ROOT);
const { packages, sources } = compiler.rest('import "./src";');
fs.writeFileSync(
  process.argv[2],
  JSON.stringify({ tag: cachedDataVersionTag(), files: [...read, ...packages], sources }),
);

startupSnapshot.setDeserializeMainFunction(() => {
  started = true;
  process.argv.splice(1, 0, START);
  process.mainModule = Object.assign(new Module(START), { id: ".", filename: START, loaded: true });
  const connectionFile = process.argv[2];
  const state = new SharedArrayBuffer(16);
  // Not one of those loaded above: Node warns of it while a snapshot is made.
  const { Worker } = require("node:worker_threads");
  const worker = new Worker(START, { workerData: { connectionFile, state }, argv: [] });
  runMainThread(worker, connectionFile, state, compiler);
});
