/** A command writes its results over no file that it reads. */
import { copyFileSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { expect, test } from "vitest";

import { run } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";

const { path: folder } = temporaryFolder();
const DAY = resolve(__dirname, "../../data/synthetic-equity-day.csv");
const own = join(folder, "own.csv");
const other = join(folder, "other.csv");

test.each([
  ["allocate", ["--model", own, "--size", "1000"]],
  ["sweep", ["--estimates", own, "--sizes", "100,200", "--workers", "1"]],
])("impactlab %s does not write its results over the file it reads", async (command, argv) => {
  copyFileSync(DAY, own);
  const before = readFileSync(own, "utf8");
  // However it is written.
  const { code, stderr } = await run([
    command,
    ...argv,
    "-o",
    join(folder, ".", "..", folder.split(/[\\/]/).at(-1)!, "own.csv"),
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain("--out must not be a file that is read");
  expect(readFileSync(own, "utf8")).toBe(before);
  // The control: another name.
  expect((await run([command, ...argv, "-o", other])).code).toBe(0);
  expect(readFileSync(own, "utf8")).toBe(before);
});

test("impactlab sweep says before its work where links lead in a circle", async () => {
  symlinkSync("circle.csv", join(folder, "circle.csv"));
  const argv = ["sweep", "--estimates", DAY, "--side", "buy", "--sizes", "100", "-o", join(folder, "circle.csv")];
  const { code, stderr } = await run(argv);
  expect([code, stderr]).toEqual([2, expect.stringContaining("--out must be a place to write a file, and its links")]);
});

test("impactlab rebuild does not write the snapshots over its log", async () => {
  writeFileSync(own, "no log\n");
  const { code, stderr } = await run(["rebuild", own, "-o", own]);
  expect([code, readFileSync(own, "utf8")]).toEqual([2, "no log\n"]);
  expect(stderr).toContain("--out must not be a file that is read");
});
