/**
 * A Parquet file's columns, decoded in a thread of its own: a damaged file may hold its decoder in a loop, which
 * nothing but the thread's end ends. Times come as the integers that they are.
 */
"use strict";
const { parentPort, workerData } = require("node:worker_threads");

async function decode({ file, names }) {
  const { parquetReadObjects } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  parentPort.postMessage({ ready: true });
  const same = (value) => value;
  const parsers = {
    timestampFromMilliseconds: same,
    timestampFromMicroseconds: same,
    timestampFromNanoseconds: same,
    dateFromDays: same,
  };
  const rows = await parquetReadObjects({ file, compressors, parsers });
  return names.map((name) => rows.map((row) => row[name] ?? undefined));
}

decode(workerData).then(
  (columns) => parentPort.postMessage({ columns }),
  (error) => parentPort.postMessage({ error: String(error.message) }),
);
