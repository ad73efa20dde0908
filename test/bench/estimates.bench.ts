/**
 * The estimator on a 2,000,000-row order book of about 800 MB, beside passes that do less of the work
 * over the same file. Each pass is a process of its own, so that its peak memory is its own.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";

import Table from "cli-table3";

import { exampleBook } from "../../src/estimates/synthetic/example-book";
import { formatMbp10 } from "../../src/estimates/book/write-mbp10";
import { writeBeside } from "../../src/base/write-beside";

const root = join(__dirname, "../..");

/** What each pass runs on `file`; `lines` is what it must have seen. */
const PASSES = {
  "read only":
    `let n = 0; for await (const chunk of require("node:fs").createReadStream(file, ` +
    `{ highWaterMark: 1 << 20 })) n += chunk.length; return n;`,
  "rows and 41 columns as numbers": `
    const { RowReader } = require("./src/estimates/book/row-reader");
    const rows = await RowReader.open(file);
    const header = await rows.header();
    const columns = [...header.keys()].filter((at) => /_(px|sz)_/.test(header[at]));
    rows.pick(columns, columns.map((at) => header[at]));
    let sum = 0;
    while (rows.next() || (await rows.refill())) {
      for (let slot = 0; slot < columns.length; slot++) sum += rows.number(slot);
    }
    return sum;`,
  "papaparse, cells as text": `
    const Papa = require("papaparse");
    let n = 0;
    await new Promise((complete, error) => {
      const chunk = (part) => { n += part.data.length; };
      Papa.parse(require("node:fs").createReadStream(file), { chunk, complete, error });
    });
    return n;`,
  "impactlab estimate --side buy":
    `return (await require("./src/estimates/fit/estimate-impact").estimateImpact(file, ` +
    `{ format: "mbp10", side: "buy" })).beta[0];`,
  "impactlab estimate --side both":
    `return (await require("./src/estimates/fit/estimate-impact").estimateImpact(file, ` +
    `{ format: "mbp10", side: "both" })).beta[0];`,
} as const;

interface Pass {
  readonly seconds: number;
  readonly cpu: number;
  readonly megabytes: number;
}

function run(code: string, file: string): Pass {
  const script = `
    require("tsx/cjs");
    (async (file) => {
      const started = performance.now();
      const sink = await (async () => { ${code} })();
      const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
      const seconds = (performance.now() - started) / 1e3;
      const cpu = (userCPUTime + systemCPUTime) / 1e6;
      console.log(JSON.stringify({ seconds, cpu, megabytes: maxRSS / 1024, sink }));
    })(${JSON.stringify(file)});`;
  return JSON.parse(execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" })) as Pass;
}

/** Prints the table: seconds, MB/s, times as long as reading alone, peak memory. */
export async function benchEstimates(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "impactlab-bench-"));
  try {
    const file = join(folder, "book.csv");
    await writeBeside(file, formatMbp10(exampleBook(1, 390, 85.5), "SYNTHETIC"));
    const megabytes = statSync(file).size / 1e6;
    run(PASSES["read only"], file); // warms the file cache for every pass alike
    const table = new Table({
      head: ["pass", "s", "MB/s", "x read only", "CPU s", "peak RSS, MB"],
      style: { head: [], border: [] },
    });
    let base = Number.NaN;
    for (const [name, code] of Object.entries(PASSES)) {
      const pass = run(code, file);
      if (name === "read only") base = pass.seconds;
      const cells = [pass.seconds, megabytes / pass.seconds, pass.seconds / base, pass.cpu, pass.megabytes];
      table.push([name, ...cells.map((value) => value.toPrecision(3))]);
    }
    console.log(`estimates: ${Math.round(megabytes)} MB of MBP-10, Node ${process.version}, ${cpus()[0].model}`);
    console.log(table.toString());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
