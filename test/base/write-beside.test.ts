import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from "node:fs";
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

  test("a link stays one, to a file that is there or not; circles of links, pipes, devices are sentences", async () => {
    folder.file("led-to.txt", "old");
    mkdirSync(at("far/off"), { recursive: true });
    symlinkSync("far/off", at("short"));
    for (const [to, name] of [
      ["led-to.txt", "link"],
      ["to-come.txt", "early"],
      ["../up.txt", "short/up"],
    ]) {
      symlinkSync(to, at(name));
      await writeBeside(at(name), ["new"]);
      expect(lstatSync(at(name)).isSymbolicLink()).toBe(true);
    }
    for (const name of ["led-to.txt", "to-come.txt", "far/up.txt"]) expect(readFileSync(at(name), "utf8")).toBe("new");
    symlinkSync("b.link", at("a.link"));
    symlinkSync("a.link", at("b.link"));
    await expect(writeBeside(at("a.link"), ["x"])).rejects.toThrow("and its links lead in a circle");
    execFileSync("mkfifo", [at("pipe")]);
    await expect(writeBeside(at("pipe"), ["x"])).rejects.toThrow("and it is a pipe or a device");
    await expect(writeBeside("/dev/null", ["x"])).rejects.toThrow("and it is a pipe or a device");
  });

  test("a file's mode stays", async () => {
    folder.file("private.txt", "old");
    chmodSync(at("private.txt"), 0o600);
    await writeBeside(at("private.txt"), ["new"]);
    expect(statSync(at("private.txt")).mode & 0o7777).toBe(0o600);
  });

  test("of two that write one file at once the last stands, whole", async () => {
    async function* text(letter: string): AsyncGenerator<string> {
      for (let k = 0; k < 20; k++) yield await Promise.resolve(letter.repeat(1000));
    }
    await Promise.all(["a", "b", "c"].map((letter) => writeBeside(at("shared.txt"), text(letter))));
    expect(readFileSync(at("shared.txt"), "utf8")).toMatch(/^(a{20000}|b{20000}|c{20000})$/);
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
