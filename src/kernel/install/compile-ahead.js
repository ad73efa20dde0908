// After an install, and where a kernel starts without one: compiles the project, for Node and for notebooks, which
// import src, and makes the snapshot that kernels start from, in a process of its own that nobody waits for, so that
// the first command and the first kernel find it done. Whatever goes wrong here, they do it then.
const { spawn } = require("node:child_process");
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "../../..");

if (process.argv[2] === "--here") {
  const { compileAll, register } = require("../../read-typescript");
  register();
  compileAll().then(() =>
    require("../snapshot/snapshot").makeSnapshot(() => {
      const { keepTypeScript, loadTypeScript } = require("../typescript-code-cache");
      loadTypeScript();
      const { Compiler } = require("../cells/compile/compiler");
      const compiler = new Compiler(root);
      compiler.compile("", 'import "./src";');
      compiler.close();
      keepTypeScript();
    }),
  );
} else if (existsSync(join(root, "node_modules", "typescript"))) {
  spawn(process.execPath, [__filename, "--here"], { cwd: root, detached: true, stdio: "ignore" }).unref();
}
