/**
 * What the page asks to be kept.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { KeptJson } from "../../../src/lab/page/kept-json";
import { temporaryFolder } from "../../support/temporary-folder";

test("set(name, value) is there for the next one that reads; a file that is damaged counts as empty", async () => {
  const folder = temporaryFolder().path;
  const path = join(folder, "deep", "settings.json");
  const kept = new KeptJson(path);
  expect(kept.all()).toEqual({});
  // At once: each writes the whole file, the last one stays.
  await Promise.all([
    kept.set("a", 1),
    kept.set("b", { c: 2 }),
    kept.set("a", 3),
    kept.set("gone", 1),
    kept.set("gone", undefined),
  ]);
  expect(new KeptJson(path).all()).toEqual({ a: 3, b: { c: 2 } });
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ a: 3, b: { c: 2 } });
  expect(readdirSync(join(folder, "deep"))).toEqual(["settings.json"]);
  expect([kept.get("a"), kept.get("none"), kept.get("constructor"), kept.get("__proto__")]).toEqual([
    3,
    undefined,
    undefined,
    undefined,
  ]);
  writeFileSync(path, "{ half");
  expect(new KeptJson(path).all()).toEqual({});
});

test("set(name, value) of two servers of one folder writes what each was told, and nothing else", async () => {
  const path = join(temporaryFolder().path, "workspaces.json");
  const [one, other] = [new KeptJson(path), new KeptJson(path)];
  expect([one.all(), other.all()]).toEqual([{}, {}]);
  await one.set("a", 1);
  await other.set("b", 2);
  await one.set("c", 3);
  await other.set("a", undefined);
  expect([one.all(), other.get("c")]).toEqual([{ b: 2, c: 3 }, 3]);
  // What was known stays so while the file cannot be read.
  rmSync(path);
  mkdirSync(path);
  expect(one.all()).toEqual({ b: 2, c: 3 });
  rmdirSync(path);
  expect(one.all()).toEqual({});
});
