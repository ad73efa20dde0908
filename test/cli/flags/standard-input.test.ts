import { existsSync, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { InputError } from "../../../src/base/input-error";
import { withInput } from "../../../src/cli/flags/standard-input";

test.each([
  [".parquet", Buffer.from("PAR1\0\0\0")],
  [".csv.gz", gzipSync("bin,alpha\n")],
  [".json", Buffer.from('\uFEFF \n{ "alpha": [1] }')],
  [".csv", Buffer.from("# convention: total\nbin,alpha\n")],
  [".csv", Buffer.alloc(0)],
])("withInput('-', stdin, read) calls read with a file that ends in %s", async (end, content) => {
  const path = await withInput("-", Readable.from([content]), (given) => {
    expect(given.endsWith(`input${end}`)).toBe(true);
    expect(readFileSync(given).equals(content)).toBe(true);
    return Promise.resolve(given);
  });
  expect(existsSync(path)).toBe(false);
});

test("withInput(path, stdin, read) reads no standard input for a path, and names it in errors for -", async () => {
  const never = new Readable({ read: () => expect.fail("standard input was read") });
  expect(await withInput("day.csv", never, (path) => Promise.resolve(path))).toBe("day.csv");
  const refuse = (path: string): Promise<never> => Promise.reject(new InputError(`${path}: alpha`, "must be", 1, 2));
  await expect(withInput("-", Readable.from(["x"]), refuse)).rejects.toThrow("standard input: alpha[2] must be, got 1");
});
