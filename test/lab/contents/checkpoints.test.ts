/** A checkpoint is its file's: whoever asks at once, and whatever the file is called by then. */
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { Checkpoints } from "../../../src/lab/contents/checkpoints";
import { Contents } from "../../../src/lab/contents/contents";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
const root = join(realpathSync(folder.path), "root");
mkdirSync(join(root, "sub", "deep"), { recursive: true });
const contents = new Contents(root);
const checkpoints = new Checkpoints(contents, join(folder.path, "state"));
const at = (name: string): string => join(root, name);
const kept = async (name: string): Promise<boolean> => (await checkpoints.list(name)).length === 1;

test("several that are asked for at once are all made", async () => {
  writeFileSync(at("large.txt"), Buffer.alloc(4 << 20, "x"));
  const made = await Promise.all(Array.from({ length: 5 }, () => checkpoints.create("large.txt")));
  expect(made.map(({ id }) => id)).toEqual(Array(5).fill("checkpoint"));
});

test("a file keeps its checkpoint under another name, and the next one of its name has none", async () => {
  for (const name of ["a.txt", "c.txt"]) {
    writeFileSync(at(name), `first ${name}`);
    await checkpoints.create(name);
  }
  writeFileSync(at("a.txt"), "second");
  expect(await checkpoints.rename("a.txt", "b.txt")).toMatchObject({ path: "b.txt" });
  writeFileSync(at("a.txt"), "another file");
  expect([await kept("a.txt"), await kept("b.txt")]).toEqual([false, true]);
  await checkpoints.restore("b.txt");
  expect(readFileSync(at("b.txt"), "utf8")).toBe("first a.txt");
  await checkpoints.removeFile("b.txt");
  writeFileSync(at("b.txt"), "a third");
  expect([await kept("b.txt"), await kept("c.txt")]).toEqual([false, true]);
});

test("so do the files of a folder; that of a link is of what it leads to", async () => {
  writeFileSync(at("sub/deep/d.txt"), "d");
  symlinkSync("sub/deep/d.txt", at("link.txt"));
  await checkpoints.create("link.txt");
  await checkpoints.rename("link.txt", "other.txt");
  expect(await kept("sub/deep/d.txt")).toBe(true);
  await checkpoints.removeFile("other.txt");
  await checkpoints.rename("sub", "moved");
  expect(await kept("moved/deep/d.txt")).toBe(true);
  expect(await checkpoints.rename("moved", "sub")).toMatchObject({ path: "sub" });
  expect(await kept("sub/deep/d.txt")).toBe(true);
});
