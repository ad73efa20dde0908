import { expect, test } from "vitest";

import { candidates } from "../../src/cli/complete-command";
import { createProgram } from "../support/command";

const program = createProgram({ io: process, exitCode: 0 });

/** What completes the last of the words. */
function names(...words: string[]): readonly string[] | "files" {
  const found = candidates(program, ["impactlab", ...words], words.length);
  return found === "files" ? found : found.map(({ name }) => name);
}

test("candidates(program, words, at) offers commands, and within one that has some its own", () => {
  expect(names("")).toEqual(
    expect.arrayContaining(["allocate", "estimate", "sweep", "study", "run", "check", "verify", "kernel", "complete"]),
  );
  expect(names("")).not.toContain("completion-server");
  expect(names("kernel", "")).toEqual(["install", "uninstall", "list"]);
});

test("candidates(program, words, at) offers the options of the command that stands there", () => {
  expect(names("--")).toEqual(["--version", "--help"]);
  expect(names("sweep", "--out", "x.csv", "--t")).toEqual(expect.arrayContaining(["--transform", "--twap", "--help"]));
  expect(names("kernel", "list", "-")).toEqual(["--prefix", "--help"]);
});

test("candidates(program, words, at) leaves files to the shell: arguments and what an option takes", () => {
  expect(names("run", "")).toBe("files");
  expect(names("run", "--out", "")).toBe("files");
  expect(names("allocate", "-m", "--x")).toBe("files");
  // An option that takes nothing is not followed by a file.
  expect(names("allocate", "--json", "-")).toContain("--size");
});

test("candidates(program, words, at) takes the word that fish is still typing from the end", () => {
  expect(candidates(program, ["impactlab", "sweep", "--tw"], 3)).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: "--twap" })]),
  );
});
