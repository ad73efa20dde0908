import { expect, test } from "vitest";

import { readDamaged } from "../support/read-damaged";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();

test("150 damaged tables are each read as a plain reader reads them, or refused by one sentence", async () => {
  const { read, refused, longest, faults } = await readDamaged(1, 150, folder.file);
  expect(faults).toEqual([]);
  expect(longest).toBeLessThan(1);
  // The control: both happen, often.
  expect(Math.min(read, refused)).toBeGreaterThan(30);
});
