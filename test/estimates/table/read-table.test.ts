import { expect, test } from "vitest";

import { loadEstimates } from "../../../src/estimates/load-estimates";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
const HEAD = "# convention: total\nbin,alpha,beta";

test("loadEstimates keeps the columns of the table in the file's order, whatever they are called", async () => {
  const { table } = await loadEstimates(folder.file("year.csv", `${HEAD},2023\n09:30,1,1.5,seen\n09:31,2,1.5,seen\n`));
  expect([table.columns, table.dtypes]).toEqual([
    ["bin", "alpha", "beta", "2023"],
    ["string", "float32", "float32", "string"],
  ]);
  expect(table.column("alpha").mean()).toBe(1.5);
});

test("loadEstimates refuses Latin-1, whose labels would be lost", async () => {
  const path = folder.file("latin1.csv", Buffer.from(`${HEAD}\nmatin,1,1.5\nsoir\xe9e,2,1.5\n`, "latin1"));
  await expect(loadEstimates(path)).rejects.toThrow(
    `${path}, line 4 must be text in UTF-8, and looks like Latin-1 or another encoding: save the file as UTF-8, ` +
      'got "soirée,2,1.5"',
  );
});
