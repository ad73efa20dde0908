// Prints the path of the snapshot that a kernel can start from, or nothing: `node print.js`.
require("tsx/cjs");
const { usableSnapshot } = require("./snapshot");

process.stdout.write(usableSnapshot(process.env) ?? "");
