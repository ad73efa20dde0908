// Loaded into the kernel's process before everything else (`node --require`), and by Node into every
// thread that starts from it: notes which files are opened, and how, in the file that
// IMPACTLAB_FILE_LOG names. It changes nothing of what the calls do.
const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");
const { resolve } = require("node:path");
const { fileURLToPath } = require("node:url");

const log = process.env.IMPACTLAB_FILE_LOG;
if (log) {
  const append = fs.appendFileSync;
  const seen = new Set();

  const note = (how, path) => {
    let file;
    if (typeof path === "string" || Buffer.isBuffer(path)) file = String(path);
    else if (path instanceof URL && path.protocol === "file:") file = fileURLToPath(path);
    else return;
    file = resolve(file);
    const line = JSON.stringify([how, file]) + "\n";
    if (file === log || seen.has(line)) return;
    seen.add(line);
    append(log, line);
  };

  /** How a file is opened with these flags: what may write it counts as written. */
  const howOpened = (flags) => {
    if (typeof flags === "number")
      return (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) === 0 ? "read" : "write";
    return /[wa+]/.test(flags === undefined || flags === null ? "r" : String(flags)) ? "write" : "read";
  };

  const wrap = (owner, name, how) => {
    const original = owner[name];
    if (typeof original !== "function") return;
    const noting = function (...args) {
      try {
        how(...args);
      } catch {
        // Whatever the arguments are: the call itself says what is wrong with them.
      }
      return original.apply(this, args);
    };
    owner[name] = Object.defineProperties(noting, Object.getOwnPropertyDescriptors(original));
  };

  const reads = (path) => note("read", path);
  const writes = (path) => note("write", path);
  const opens = (path, flags) => note(howOpened(typeof flags === "function" ? "r" : flags), path);
  for (const name of ["readFile", "readFileSync", "openAsBlob"]) wrap(fs, name, reads);
  for (const name of ["writeFile", "writeFileSync", "appendFile", "appendFileSync"]) wrap(fs, name, writes);
  for (const name of ["open", "openSync"]) wrap(fs, name, opens);
  for (const name of ["copyFile", "copyFileSync", "rename", "renameSync"]) {
    wrap(fs, name, (from, to) => (name.startsWith("copy") && reads(from), writes(to)));
    if (!name.endsWith("Sync"))
      wrap(fs.promises, name, (from, to) => (name.startsWith("copy") && reads(from), writes(to)));
  }
  wrap(fs.promises, "readFile", reads);
  for (const name of ["writeFile", "appendFile"]) wrap(fs.promises, name, writes);
  wrap(fs.promises, "open", opens);
  syncBuiltinESMExports();
}
