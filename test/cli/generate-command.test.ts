import { existsSync, readdirSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { run } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
const impactlab = (...argv: string[]) => run(argv);

test.each([
  [["generate", "day", "--seed", "-1", "-o", "x.csv"], "seed must be a whole number from 0 to 2^53 - 1, got -1"],
  [["generate", "day", "--seed", "one", "-o", "x.csv"], '--seed must be a number, got "one"'],
  [["generate", "book", "--minutes", "0", "-o", "x.csv"], "minutes must be above 0 and at most 100,000, got 0"],
  [["generate", "book", "--rate", "0", "-o", "x.csv"], "rate must be positive, got 0"],
])("impactlab %j says what is wrong in one sentence and exits 2: %s", async (argv, message) => {
  const { code, stderr } = await impactlab(...argv);
  expect(stderr).toContain(message);
  expect(stderr.trimEnd().split("\n").length).toBe(1);
  expect(code).toBe(2);
  expect(existsSync("x.csv")).toBe(false);
});

test("impactlab generate is the same for the same seed and another for another", async () => {
  const make = async (name: string, ...argv: string[]): Promise<Buffer> => {
    expect((await impactlab("generate", ...argv, "-o", join(folder.path, name))).code).toBe(0);
    return readFileSync(join(folder.path, name));
  };
  expect((await make("a.csv", "day", "--seed", "0")).equals(await make("b.csv", "day", "--seed", "0"))).toBe(true);
  expect((await make("a.csv", "day", "--seed", "0")).equals(await make("b.csv", "day", "--seed", "2"))).toBe(false);
  expect((await make("a.csv", "book", "--minutes", "1")).equals(await make("b.csv", "book", "--minutes", "1"))).toBe(
    true,
  );
});

test("Ctrl-C ends impactlab generate with 130 and leaves no half file", async () => {
  const out = join(folder.path, "interrupted.csv");
  const begun = new Promise<void>((resolve) => {
    const watcher = watch(folder.path, (_, name) => {
      if (name?.includes("interrupted") !== true) return;
      watcher.close();
      resolve();
    });
  });
  const { code } = await run(["generate", "book", "--minutes", "20k", "-o", out], { interruptAfter: begun });
  expect(code).toBe(130);
  expect(readdirSync(folder.path).filter((name) => name.includes("interrupted"))).toEqual([]);
});
