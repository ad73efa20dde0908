import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";

import { afterEach, expect, test } from "vitest";

import { dataFilesRead, hashedFile } from "../../../src/notebook/provenance/data-reads";
import { filesIn, placeOutput, writtenFiles } from "../../../src/notebook/provenance/written-files";
import { OUTPUT_VARIABLE, outputPath } from "../../../src/notebook/record/output-path";
import { provenanceHtml } from "../../../src/notebook/report/provenance";
import { compareRuns } from "../../../src/notebook/verify/verify";
import { differs, formatVerification } from "../../../src/notebook/verify/format-verification";
import { recordOf } from "../../support/run-records";
import { temporaryFolder } from "../../support/temporary-folder";

const { path: root } = temporaryFolder();
const before = process.env[OUTPUT_VARIABLE];
afterEach(() => {
  if (before === undefined) delete process.env[OUTPUT_VARIABLE];
  else process.env[OUTPUT_VARIABLE] = before;
});
const sha = (text: string): string => createHash("sha256").update(text).digest("hex");

test("outputPath(name) leads into the run's folder, which it makes, and never out of it", () => {
  process.env[OUTPUT_VARIABLE] = join(root, "own");
  expect(outputPath("orders.csv")).toBe(join(root, "own/orders.csv"));
  writeFileSync(outputPath("days/monday.csv"), "x");
  expect(filesIn(join(root, "own"))).toEqual(["days/monday.csv"]);
  for (const name of ["../x", "a/../../x", "/etc/x", "..", "a/"])
    expect(() => outputPath(name), name).toThrow("name must be of a file within the output folder");
  expect(() => outputPath(" ")).toThrow("name must be the name of a file");
});

test("writtenFiles(output, log, root): those of the output folder, and data written in the project", async () => {
  const output = join(root, "out");
  mkdirSync(join(output, "more"), { recursive: true });
  writeFileSync(join(output, "orders.csv"), "a,b\n");
  writeFileSync(join(output, "more/note.txt"), "x");
  mkdirSync(join(root, "data"));
  for (const name of ["data/new.csv", "data/old.csv", "code.ts"]) writeFileSync(join(root, name), name);
  const lines = [
    ["write", join(output, "orders.csv")],
    ["write", join(root, "data/new.csv")],
    ["read", join(root, "data/old.csv")],
    ["write", join(root, "code.ts")],
    ["write", join(root, "data/gone.csv")],
  ];
  const log = join(root, "log");
  writeFileSync(log, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  expect(await writtenFiles(output, log, root)).toEqual([
    { path: "data/new.csv", sha256: sha("data/new.csv"), bytes: 12 },
    { path: "output/more/note.txt", sha256: sha("x"), bytes: 1 },
    { path: "output/orders.csv", sha256: sha("a,b\n"), bytes: 4 },
  ]);
  symlinkSync("/etc/hostname", join(output, "link"));
  expect(filesIn(output)).not.toContain("link");
});

test("what cells opened in vain, or a line that was cut off, costs no run its record", async () => {
  const output = join(root, "vain");
  mkdirSync(output);
  symlinkSync("circle", join(root, "circle"));
  const vain = ["x".repeat(300), "a\0b", "circle", "gone.csv"].map((name) => join(root, name));
  const lines = ["write", "read"].flatMap((how) => vain.map((path) => JSON.stringify([how, path])));
  const log = join(root, "vain.log");
  writeFileSync(log, `["read","/cut o${lines.join("\n")}\n${lines.join("\n")}\n`);
  expect(await writtenFiles(output, log, root)).toEqual([]);
  expect(await dataFilesRead(log, root)).toEqual([]);
  // Of a file that cannot be read nothing is said.
  expect(await hashedFile("gone.csv", join(root, "gone.csv"))).toBeUndefined();
});

test("placeOutput(output, target) copies links as they are, and no pipes; a copy that fails leaves nothing", () => {
  const [output, target] = [join(root, "odd"), join(root, "odd-files")];
  mkdirSync(output);
  writeFileSync(join(output, "orders.csv"), "x");
  symlinkSync("orders.csv", join(output, "link.csv"));
  execFileSync("mkfifo", [join(output, "pipe")]);
  placeOutput(output, target);
  expect(readdirSync(target).sort()).toEqual(["link.csv", "orders.csv"]);
  expect(readlinkSync(join(target, "link.csv"))).toBe("orders.csv");
  expect(() => placeOutput(output, "/proc/odd-files")).toThrow();
  const folder = join(root, "small");
  mkdirSync(folder);
  expect(() => placeOutput(output, join(folder, "x".repeat(256)))).toThrow("ENAMETOOLONG");
  expect(readdirSync(folder)).toEqual([]);
});

test("placeOutput(output, target) replaces what an earlier run left, and leaves nothing for an empty folder", () => {
  const [output, target] = [join(root, "fresh"), join(root, "nb-files")];
  mkdirSync(output);
  mkdirSync(target);
  writeFileSync(join(target, "stale.csv"), "old");
  writeFileSync(join(output, "orders.csv"), "new");
  placeOutput(output, target);
  expect(filesIn(target)).toEqual(["orders.csv"]);
  expect(readFileSync(join(target, "orders.csv"), "utf8")).toBe("new");
  const empty = join(root, "empty");
  mkdirSync(empty);
  placeOutput(empty, target);
  expect(filesIn(target)).toEqual([]);
});

const record = recordOf([]);
const written = (text: string) => ({
  ...record,
  provenance: { ...record.provenance, written: [{ path: "output/a b.csv", sha256: sha(text), bytes: 4 }] },
});

test("a report lists the files written with their hashes, linked where they lie beside it", () => {
  const html = provenanceHtml(written("x"), "01-files");
  expect(html).toContain("Files written");
  expect(html).toContain(`<a href="01-files/a%20b.csv" download>`);
  expect(html).toContain(sha("x"));
  expect(provenanceHtml(written("x"))).not.toContain("<a href");
  expect(provenanceHtml(record)).not.toContain("Files written");
});

test("verify: a file that is written otherwise is a difference, the same one is none", () => {
  const stored = { ...written("x"), cells: [], edited: false };
  const tolerance = { relative: 0, absolute: 0 };
  const same = compareRuns(stored, written("x"), tolerance);
  expect([same.files, differs(same)]).toEqual([[], false]);
  const other = compareRuns(stored, written("y"), tolerance);
  expect(differs(other)).toBe(true);
  expect(formatVerification(other, tolerance)).toContain("output/a b.csv changed: SHA-256 was");
  expect(differs(compareRuns(stored, record, tolerance))).toBe(true);
});
