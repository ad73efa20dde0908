import { expect, test } from "vitest";

import { readDamaged } from "../support/read-damaged";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();

test("5,000 damaged tables are each read as a plain reader reads them, or refused by one sentence", async () => {
  const before = process.memoryUsage().rss;
  const { read, refused, longest, faults } = await readDamaged(1, 5000, folder.file);
  console.log({ read, refused, longest });
  expect(faults).toEqual([]);
  expect(longest).toBeLessThan(1);
  expect(process.memoryUsage().rss - before).toBeLessThan(1e9);
  expect(Math.min(read, refused)).toBeGreaterThan(1000);
});
