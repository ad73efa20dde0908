/** What is said of files that are too large to show, that may not be read, or not be written to. */
import { chmodSync, mkdirSync, readFileSync, readdirSync, realpathSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { Contents } from "../../../src/lab/contents/contents";
import { hashOf } from "../../../src/lab/contents/model";
import { file } from "../../../src/lab/http/files";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
const root = realpathSync(folder.path);
const contents = new Contents(root);
const at = (name: string): string => join(root, name);
const text = (content: string): object => ({ type: "file", format: "text", content });

test("a file that is renamed to its own name stays, and can be saved then", async () => {
  writeFileSync(at("same.txt"), "before");
  expect(await contents.rename("same.txt", "/same.txt")).toMatchObject({ path: "same.txt", type: "file" });
  await contents.save("same.txt", text("after"));
  expect(readFileSync(at("same.txt"), "utf8")).toBe("after");
});

test("the last piece of a file larger than a page can show is answered by its hash, not as a failure", async () => {
  await contents.save("large.bin", { ...text("begin"), chunk: 1 });
  const beside = at(readdirSync(root).find((name) => name.startsWith(".large.bin.")) as string);
  truncateSync(beside, 201 << 20);
  const { model } = await contents.save("large.bin", { ...text("end"), chunk: -1 });
  expect(model).toMatchObject({
    path: "large.bin",
    size: (201 << 20) + 3,
    hash: hashOf(readFileSync(at("large.bin"))),
  });
  await expect(contents.read("large.bin", {})).rejects.toMatchObject({ status: 413 });
});

test("pieces come over a file of any size, which is read once at most, and over none that was changed", async () => {
  writeFileSync(at("old.bin"), "");
  truncateSync(at("old.bin"), 3 * 2 ** 30);
  const { model } = await contents.save("old.bin", { ...text("a"), chunk: 1 });
  expect(model).toMatchObject({ size: 3 * 2 ** 30, hash: null });
  expect((await contents.save("old.bin", { ...text("b"), chunk: -1 })).model.hash).toBe(hashOf("ab"));
  const over = hashOf("ab");
  await contents.save("old.bin", { ...text("c"), chunk: 1 }, over);
  await contents.save("old.bin", { ...text("d"), chunk: 2 });
  writeFileSync(at("old.bin"), "by another");
  const changed = { status: 412, message: "old.bin was changed on disk since it was read here." };
  await expect(contents.save("old.bin", { ...text("e"), chunk: -1 })).rejects.toMatchObject(changed);
  expect(readFileSync(at("old.bin"), "utf8")).toBe("by another");
  expect(readdirSync(root).filter((name) => name.startsWith("."))).toEqual([]);
});

describe.skipIf(process.getuid?.() !== 0)("for a user who is not root", () => {
  beforeEach(() => {
    for (const name of ["secret.txt", "protected.txt"]) writeFileSync(at(name), name);
    mkdirSync(at("closed"), { recursive: true });
    for (const [name, mode] of [
      ["", 0o777],
      ["secret.txt", 0],
      ["closed", 0],
      ["protected.txt", 0o444],
    ] as const) {
      chmodSync(at(name), mode);
    }
    process.seteuid?.(65534);
  });
  afterEach(() => process.seteuid?.(0));

  test("what may not be read is refused in a sentence", async () => {
    const refused = { status: 403, message: "secret.txt was not read: it may not be read." };
    await expect(contents.read("secret.txt", {})).rejects.toMatchObject(refused);
    await expect(contents.read("secret.txt", { content: false, hash: true })).rejects.toMatchObject(refused);
    await expect(contents.read("closed", {})).rejects.toMatchObject({ status: 403 });
    await expect(file(at("secret.txt"), { headers: {} })).rejects.toMatchObject({ status: 403 });
  });

  test("what is protected is not written over, whole or in pieces", async () => {
    const refused = { status: 403, message: "protected.txt was not saved: it may not be written to." };
    await expect(contents.save("protected.txt", text("x"))).rejects.toMatchObject(refused);
    await expect(contents.save("protected.txt", { ...text("x"), chunk: 1 })).rejects.toMatchObject(refused);
    await expect(contents.save("protected.txt", { ...text("x"), chunk: -1 })).rejects.toMatchObject({ status: 409 });
    expect(readdirSync(root).filter((name) => name.startsWith("."))).toEqual([]);
    expect(readFileSync(at("protected.txt"), "utf8")).toBe("protected.txt");
  });
});
