/** Who compiles waits for who does already, and for nobody who is gone. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";

import { expect, test } from "vitest";

import { alone } from "../../../../src/kernel/cells/compile/compile-lock";
import { temporaryFolder } from "../../../support/temporary-folder";

const folder = temporaryFolder();
const inside = (name: string): string => join(folder.path, name);

test("alone(folder) holds a lock with its own number while it works, also where that fails", () => {
  const lock = inside("new/compiling");
  const calls: string[] = [];
  expect(
    alone(
      dirname(lock),
      () => calls.push("caught up"),
      () => readFileSync(lock, "utf8"),
    ),
  ).toBe(String(process.pid));
  expect(() =>
    alone(
      dirname(lock),
      () => calls.push("caught up"),
      () => {
        throw new Error("no");
      },
    ),
  ).toThrow("no");
  expect([existsSync(lock), calls]).toEqual([false, []]);
});

test("alone(folder) waits while a process that lives holds the lock, and catches up then", async () => {
  const lock = inside("held/compiling");
  mkdirSync(dirname(lock), { recursive: true });
  writeFileSync(lock, String(process.ppid));
  const release = new Worker(
    'const { rmSync } = require("node:fs"); const { workerData: path } = require("node:worker_threads");' +
      "setTimeout(() => rmSync(path), 300);",
    { eval: true, workerData: lock },
  );
  await new Promise((online) => release.once("online", online));
  const calls: string[] = [];
  alone(
    dirname(lock),
    () => calls.push("caught up"),
    () => calls.push("work"),
  );
  expect(calls).toEqual(["caught up", "work"]);
  await release.terminate();
});

test.each([
  ["of a process that is gone", "4194999"],
  ["that its own process left behind", String(process.pid)],
])("alone(folder) takes over a lock %s", (_, text) => {
  const lock = inside("left/compiling");
  mkdirSync(dirname(lock), { recursive: true });
  writeFileSync(lock, text);
  expect(
    alone(
      dirname(lock),
      () => undefined,
      () => readFileSync(lock, "utf8"),
    ),
  ).toBe(String(process.pid));
  expect(existsSync(lock)).toBe(false);
});

test("alone(folder) works where no lock can be made", () => {
  writeFileSync(inside("plain"), "a file where the folder would be");
  expect(
    alone(
      inside("plain"),
      () => undefined,
      () => 7,
    ),
  ).toBe(7);
});

test("alone(folder) stops to wait where goOn throws, and leaves the lock to its holder", () => {
  const lock = inside("interrupted/compiling");
  mkdirSync(dirname(lock), { recursive: true });
  writeFileSync(lock, String(process.ppid));
  const goOn = (): never => {
    throw new Error("interrupted");
  };
  const never = (): never => expect.unreachable();
  expect(() => alone(dirname(lock), never, never, goOn)).toThrow("interrupted");
  expect(readFileSync(lock, "utf8")).toBe(String(process.ppid));
});
