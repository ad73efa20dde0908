// The kernel's process: `node start.js <connection file>`. Two threads begin here, the sockets' one
// first, because it answers the front end while the compiler is still loading. The kernel's own TypeScript is read
// until the first cell: cells see Node's plain `require`.
const { Worker, isMainThread, parentPort, workerData } = require("node:worker_threads");

if (isMainThread) {
  const state = new SharedArrayBuffer(16);
  const connectionFile = process.argv[2];
  const worker = new Worker(__filename, { workerData: { connectionFile, state }, argv: [] });
  require("./typescript-code-cache").loadTypeScript();
  for (const part of ["converter", "executor", "jupyter", "metadata"]) require(`tslab/dist/${part}`);
  load(() => require("./main-thread")).runMainThread(worker, connectionFile, state);
} else if (workerData && workerData.state && parentPort) {
  require("zeromq");
  load(() => require("./sockets-thread")).runSocketsThread();
}

function load(module) {
  const unregister = require("../read-typescript").register({ maps: false });
  const loaded = module();
  unregister();
  return loaded;
}
