// What is kept beside the packages from one process to the next. It saves time and nothing else: what cannot be read or
// written is made again.
const { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

/** Of the packages that a file of one of them, `PACKAGE/lib/FILE`, stands among. */
exports.keptFolder = (file) => join(file, "../../..", ".cache", "impactlab");

/** Writes a file whole or not at all. */
exports.keep = (path, bytes) => {
  const beside = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(beside, bytes);
    renameSync(beside, path);
  } catch {
    if (existsSync(beside)) rmSync(beside);
  }
};
