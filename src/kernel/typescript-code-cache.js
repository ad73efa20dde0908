// V8's own form of TypeScript, kept from one process to the next: nine megabytes need not be parsed again, and what
// compiles cells is there at once. It holds for one file and one Node; one that is damaged or of another is as none.
const { createHash } = require("node:crypto");
const { existsSync, readFileSync, readdirSync, rmSync, statSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const { Script } = require("node:vm");
const { keep, keptFolder } = require("../kept");

const file = require.resolve("typescript");
const folder = keptFolder(file);
const HASH = 32;

let script;

/** Has TypeScript loaded from the cache, where it has it, by whoever asks for it until the returned function is called. */
exports.serveTypeScript = () => {
  const load = Module._extensions[".js"];
  Module._extensions[".js"] = (module, path) => (path === file ? run(module) : load(module, path));
  return () => {
    Module._extensions[".js"] = load;
  };
};

/** Loads TypeScript, from the cache where it has it. */
exports.loadTypeScript = () => {
  const end = exports.serveTypeScript();
  try {
    return require(file);
  } finally {
    end();
  }
};

/** Keeps TypeScript as this process has it by now, with all it has used of it. */
exports.keepTypeScript = () => {
  if (script === undefined || !existsSync(join(folder, "../.."))) return;
  try {
    for (const name of readdirSync(folder)) if (/^typescript-/.test(name)) rmSync(join(folder, name), { force: true });
  } catch {
    // None there yet, or a folder that cannot be written to.
  }
  const data = script.createCachedData();
  keep(cachePath(), Buffer.concat([hashOf(data), data]));
};

function run(module) {
  script = new Script(Module.wrap(readFileSync(file, "utf8")), { filename: file, cachedData: readCache() });
  const { exports } = module;
  script.runInThisContext().call(exports, exports, Module.createRequire(file), module, file, dirname(file));
}

function readCache() {
  try {
    const bytes = readFileSync(cachePath());
    const data = bytes.subarray(HASH);
    return hashOf(data).equals(bytes.subarray(0, HASH)) ? data : undefined;
  } catch {
    return undefined;
  }
}

function cachePath() {
  const { size, mtimeMs } = statSync(file);
  const key = [process.version, process.arch, file, size, mtimeMs].join(" ");
  return join(folder, `typescript-${hashOf(key).toString("hex").slice(0, 16)}.code`);
}

function hashOf(data) {
  return createHash("sha256").update(data).digest();
}
