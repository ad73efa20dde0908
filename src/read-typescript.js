// Lets Node read TypeScript, this project's above all, until what `register` returns is called. Each file is compiled
// by esbuild when it is first required, and kept beside the packages for the next process: tsx, which would do the same
// and look through every file of every package as well, takes longer than most commands. A file that was edited is
// compiled anew; without a cache, or with a damaged one, that costs time and nothing else.
const { createHash } = require("node:crypto");
const { readFileSync, readdirSync, statSync } = require("node:fs");
const Module = require("node:module");
const { join, sep } = require("node:path");
const { keep, keptFolder } = require("./kept");

const esbuild = require.resolve("esbuild");
/** Projects may share their packages. */
const name = `sources-${createHash("sha256").update(__dirname).digest("hex").slice(0, 16)}.bin`;
const cache = join(keptFolder(esbuild), name);

/** What the cache was made by: kept by another esbuild, or by another text of this file, it is as none. */
const made = [esbuild, stamp(esbuild), stamp(__filename)].join();
/** Compiled files by path, each with the stamp of what it was compiled from. The cache: a line of these, and texts. */
let files;
let fresh = false;

exports.cache = cache;

exports.register = ({ maps = true } = {}) => {
  const before = Module._extensions[".ts"];
  Module._extensions[".ts"] = (module, path) => module._compile(compiled(path), path);
  if (maps) process.setSourceMapsEnabled(true);
  process.once("exit", keepFresh);
  return () => {
    if (before === undefined) delete Module._extensions[".ts"];
    else Module._extensions[".ts"] = before;
  };
};

/** Compiles all of the project's files that are not in the cache. */
exports.compileAll = async () => {
  const paths = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !/\.(d|as)\.ts$/.test(name))
    .map((name) => join(__dirname, name));
  const { transform } = require(esbuild);
  const compile = async (path) => {
    const at = stamp(path);
    if (kept().get(path)?.at === at) return;
    const { code } = await transform(readFileSync(path, "utf8"), options(path));
    remember(path, at, code);
  };
  await Promise.all(paths.map((path) => compile(path).catch(() => {})));
  keepFresh();
};

function compiled(path) {
  // Before the text is read: what is written in between is compiled again the next time.
  const at = stamp(path);
  const known = kept().get(path);
  if (known?.at === at) return known.code();
  const { code } = require(esbuild).transformSync(readFileSync(path, "utf8"), options(path));
  // What others wrote, a notebook's own work say, is compiled each time.
  if (path.startsWith(__dirname + sep)) remember(path, at, code);
  return code;
}

function remember(path, at, code) {
  files.set(path, { at, code: () => code });
  fresh = true;
}

function options(path) {
  const maps = { sourcemap: "inline", sourcesContent: false, sourcefile: path };
  return { loader: "ts", format: "cjs", platform: "node", target: "es2022", ...maps };
}

function kept() {
  if (files !== undefined) return files;
  files = new Map();
  try {
    const bytes = readFileSync(cache);
    const end = bytes.indexOf("\n");
    const known = JSON.parse(bytes.toString("utf8", 0, end));
    if (known.made !== made) return files;
    let from = end + 1;
    for (const [path, at, length] of known.files) {
      const [first, last] = [from, (from += length)];
      // Most processes need a few.
      files.set(path, { at, code: () => bytes.toString("utf8", first, last) });
    }
    if (from !== bytes.length) files.clear();
  } catch {
    files.clear();
  }
  return files;
}

function keepFresh() {
  if (!fresh) return;
  fresh = false;
  // With what others have kept meanwhile.
  const own = files;
  files = undefined;
  files = new Map([...kept(), ...own]);
  const all = [...files].map(([path, { at, code }]) => ({ path, at, bytes: Buffer.from(code()) }));
  const known = { made, files: all.map(({ path, at, bytes }) => [path, at, bytes.length]) };
  keep(cache, Buffer.concat([Buffer.from(`${JSON.stringify(known)}\n`), ...all.map(({ bytes }) => bytes)]));
}

function stamp(path) {
  const { mtimeMs, ctimeMs, size } = statSync(path);
  return `${mtimeMs} ${ctimeMs} ${size}`;
}
