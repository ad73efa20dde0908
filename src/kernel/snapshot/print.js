// Prints the path of the snapshot that a kernel can start from, or nothing: `node print.js`.
require("../../read-typescript").register();
const { usableSnapshot } = require("./snapshot");

process.stdout.write(usableSnapshot(process.env) ?? "");
