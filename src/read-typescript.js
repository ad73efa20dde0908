// Lets Node read TypeScript, this project's above all, until what `register` returns is called. Each file is compiled
// by esbuild when it is first required, and kept beside the packages for the next process: tsx, which would do the same
// and look through every file of every package as well, takes longer than most commands. A file that was edited is
// compiled anew; without a cache, or with a damaged one, that costs time and nothing else.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join, sep } = require("node:path");

const esbuild = require.resolve("esbuild");
// Packages stand two folders above the package's own file.
const packages = join(esbuild, "../../..");
const folder = join(packages, ".cache", "impactlab");
/** Projects may share their packages. */
const cache = join(folder, `sources-${createHash("sha256").update(__dirname).digest("hex").slice(0, 16)}.bin`);

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
  process.once("exit", keep);
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
  const known = kept();
  const { transform } = require(esbuild);
  const compile = async (path) => {
    const at = stamp(path);
    if (known.get(path)?.at === at) return;
    const { code } = await transform(readFileSync(path, "utf8"), options(path));
    known.set(path, { at, code: () => code });
    fresh = true;
  };
  await Promise.all(paths.map((path) => compile(path).catch(() => {})));
  keep();
};

function compiled(path) {
  // Before the text is read: what is written in between is compiled again the next time.
  const at = stamp(path);
  const known = kept().get(path);
  if (known?.at === at) return known.code();
  const { code } = require(esbuild).transformSync(readFileSync(path, "utf8"), options(path));
  // What others wrote, a notebook's own work say, is compiled each time.
  if (!path.startsWith(__dirname + sep)) return code;
  files.set(path, { at, code: () => code });
  fresh = true;
  return code;
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

function keep() {
  if (!fresh) return;
  fresh = false;
  const beside = `${cache}.${process.pid}.part`;
  // With what others have kept meanwhile.
  const own = files;
  files = undefined;
  files = new Map([...kept(), ...own]);
  try {
    const all = [...files].map(([path, { at, code }]) => ({ path, at, bytes: Buffer.from(code()) }));
    const known = { made, files: all.map(({ path, at, bytes }) => [path, at, bytes.length]) };
    mkdirSync(folder, { recursive: true });
    writeFileSync(beside, Buffer.concat([Buffer.from(`${JSON.stringify(known)}\n`), ...all.map(({ bytes }) => bytes)]));
    renameSync(beside, cache);
  } catch {
    // A folder that cannot be written to costs time, nothing else.
    rmSync(beside, { force: true });
  }
}

function stamp(path) {
  const { mtimeMs, ctimeMs, size } = statSync(path);
  return `${mtimeMs} ${ctimeMs} ${size}`;
}
