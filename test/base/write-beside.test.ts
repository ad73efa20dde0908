import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { InputError } from "../../src/base/input-error";
import { writeBeside } from "../../src/base/write-beside";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
const at = (name: string): string => join(folder.path, name);

/** Some text, and then what the system says. */
async function* until(code: string): AsyncGenerator<string> {
  yield await Promise.resolve("half");
  throw Object.assign(new Error(`${code}: no`), { code, syscall: "write" });
}

describe("writeBeside(path, chunks)", () => {
  test.each([
    ["ENOSPC", "its disk is full"],
    ["EDQUOT", "the quota of its disk is used up"],
    ["EFBIG", "the file would be larger than may be written here"],
    ["ESTALE", "the system says ESTALE"],
  ])("%s is one sentence, and leaves the old file and nothing else", async (code, reason) => {
    folder.file("a.txt", "old");
    const before = readdirSync(folder.path);
    const error = (await writeBeside(at("a.txt"), until(code)).catch((thrown: unknown) => thrown)) as Error;
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(
      `${at("a.txt")} must be a place to write a file, and ${reason}, got ${show(folder.path)}`,
    );
    expect(readFileSync(at("a.txt"), "utf8")).toBe("old");
    expect(readdirSync(folder.path)).toEqual(before);
  });

  test("an error that no system made is no sentence: it is a defect", async () => {
    async function* broken(): AsyncGenerator<string> {
      yield await Promise.resolve("half");
      throw new TypeError("x");
    }
    await expect(writeBeside(at("b.txt"), broken())).rejects.toThrow(TypeError);
  });

  test("writes the longest names there are; one character more is a sentence", async () => {
    const longest = "n".repeat(255);
    await writeBeside(at(longest), ["x"]);
    expect(readFileSync(at(longest), "utf8")).toBe("x");
    await expect(writeBeside(at(`${longest}n`), ["x"])).rejects.toThrow("and its name is too long");
  });
});

function show(text: string): string {
  return JSON.stringify(text.length > 56 ? `${text.slice(0, 53)}...` : text);
}
