import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { readNotebook } from "../../../src/notebook/notebook-document";
import { writeRun } from "../../../src/notebook/run/write-run";
import { makeProject, type Project } from "../../support/project";
import { code, mime, recordOf } from "../../support/run-records";

const RECORD = recordOf([code("1", mime({ "text/plain": "1" }))]);

/** Writes the record, and is held where all is written and nothing is in its place yet. */
const WRITER = `
require("tsx/cjs");
require("node:fs/promises").rename = () => new Promise(() => setInterval(() => {}, 1000));
const { writeRun } = require(${JSON.stringify(resolve(__dirname, "../../../src/notebook/run/write-run"))});
void writeRun(require("./record.json"), "out", "a", false);
`;

let project: Project;

beforeAll(() => {
  project = makeProject({ "out/a.ipynb": "old", "record.json": JSON.stringify(RECORD), "write.js": WRITER });
});

afterAll(() => project.remove());

test("writeRun(record, folder, name), killed while it writes, leaves the old file as it was", async () => {
  const out = join(project.root, "out");
  const child = spawn(process.execPath, ["write.js"], { cwd: project.root, stdio: "inherit" });
  const part = (): string | undefined => readdirSync(out).find((name) => /^\.a\.ipynb\.[0-9a-z-]+\.part$/.test(name));
  while (part() === undefined && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGKILL");
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]); // it came in the middle
  expect(part()).toBeDefined();
  expect(readFileSync(join(out, "a.ipynb"), "utf8")).toBe("old");
  await writeRun(RECORD, out, "a", false);
  expect(readNotebook(join(out, "a.ipynb"))).toEqual(RECORD.notebook);
  expect(part()).toBeUndefined();
});
