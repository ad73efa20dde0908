#!/usr/bin/env node
// The `impactlab` command: lets Node read TypeScript, then hands over to cli/main.ts.
const { mkdirSync, mkdtempSync, rmdirSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
// Where kernels are reached, and what runs write on the way, lies there.
try {
  mkdirSync(tmpdir(), { recursive: true });
  // On a full disk it may be written to and holds nothing more.
  rmdirSync(mkdtempSync(join(tmpdir(), "impactlab-")));
} catch (error) {
  const rule = `must be a folder that may be written to (${error.code})`;
  process.stderr.write(`impactlab: TMPDIR ${rule}, got ${JSON.stringify(tmpdir())}\n`);
  process.exit(2);
}
require("./read-typescript").register();
// TypeScript's own compiler, which some commands need, comes as V8 has compiled it before.
require("./kernel/typescript-code-cache").serveTypeScript();
// A reader that has seen enough (`| head`) is no failure; a full disk (`> file`) is.
process.stdout.on("error", (error) => {
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(`impactlab: standard output could not be written: ${error.message}\n`);
  process.exit(1);
});
// Who does not hear how far it is does not end the work: `2>&1 | head`, a terminal that is closed, a full disk.
process.stderr.on("error", () => {});
require("./cli/main")
  .main(process.argv)
  .then((code) => {
    process.exitCode = code;
    // Node's own end would set back a terminal that is gone, and abort.
    if (code === 129) process.kill(process.pid, "SIGHUP");
  });
