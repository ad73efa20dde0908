import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { run } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
const LOG = [
  "id,timestamp,price,volume,action,direction",
  "1,1000000001000,99,2,created,bid",
  "2,1000000002000,101,1,created,ask",
  "2,1000000004000,101,0.5,changed,ask",
  "",
].join("\n");

test("impactlab rebuild EVENTS -o BOOK writes snapshots and says what it read", async () => {
  const events = folder.file("events.csv", LOG);
  const out = join(folder.path, "book.csv");
  const { code, stderr } = await run(["rebuild", events, "-o", out, "--step", "2s", "--levels", "2"]);
  expect(stderr).toBe(
    `2 snapshots (0 crossed) from 3 events (0 of orders older than the log, 0 out of turn): ${out}\n`,
  );
  expect(code).toBe(0);
  expect(readFileSync(out, "utf8").trimEnd().split("\n").slice(1)).toEqual([
    "1000000002000,99,2,101,1,,,,",
    "1000000004000,99,2,101,0.5,,,,",
  ]);
});

test("impactlab rebuild - reads standard input", async () => {
  const out = join(folder.path, "piped.csv");
  expect((await run(["rebuild", "-", "-o", out, "--step", "1s"], { stdin: LOG })).code).toBe(0);
  expect(readFileSync(out, "utf8").trimEnd().split("\n").length).toBe(5);
});

test.each([
  [["--step", "soon"], '--step must be a time such as 60s, 5m or 1h, got "soon"'],
  [["--levels", "1"], "--levels must be a whole number from 2, got 1"],
  [["-o", "book.parquet"], '--out must end in .csv or .csv.gz, got "book.parquet"'],
])("impactlab rebuild %j is refused in one sentence with exit code 2: %s", async (flags, message) => {
  const out = join(folder.path, "refused.csv");
  const { code, stderr } = await run(["rebuild", folder.file("log.csv", LOG), "-o", out, ...flags]);
  expect(stderr).toBe(`impactlab: ${message}\n`);
  expect(code).toBe(2);
  expect(existsSync(out)).toBe(false);
});
