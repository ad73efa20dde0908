// Ends well where a kernel starts from a snapshot, and runs a cell: `node try.js SNAPSHOT`.
require("../../read-typescript").register();
const { startKernel } = require("../client/client");
const { kernelCommand } = require("../install/kernelspec");

async function main(snapshot) {
  const argv = kernelCommand(["--snapshot-blob", snapshot]);
  const kernel = await startKernel({ folder: __dirname, argv, stderr: "ignore" });
  const { status, outputs } = await kernel.execute("6 * 7");
  await kernel.kill();
  process.exit(status === "ok" && outputs[0]?.data?.["text/plain"] === "42" ? 0 : 1);
}

main(process.argv[2]);
