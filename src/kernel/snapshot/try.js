// Ends well where a kernel starts with these options of Node's, in place of its script, and runs a cell.
require("tsx/cjs");
const { startKernel } = require("../client/client");

async function main(options) {
  const argv = [process.execPath, "--no-force-async-hooks-checks", ...options, "{connection_file}"];
  const kernel = await startKernel({ folder: __dirname, argv, stderr: "ignore" });
  const { status, outputs } = await kernel.execute("6 * 7");
  await kernel.kill();
  process.exit(status === "ok" && outputs[0]?.data?.["text/plain"] === "42" ? 0 : 1);
}

main(process.argv.slice(2));
