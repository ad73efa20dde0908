import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { withStill } from "../../../src/notebook/still/still-output";
import { writeIndex, writeRun } from "../../../src/notebook/run/write-run";
import { temporaryFolder } from "../../support/temporary-folder";
import { code, shown } from "../../support/run-records";
import { CELLS, figure, verifiedRun } from "../../support/verified-run";

const { path: folder } = temporaryFolder();
const OPTIONS = { order: [], kept: new Set<string>(), waiting: 0 };

test("writeIndex(folder) shows the reports that are whole, and names those that are not", async () => {
  await writeRun(verifiedRun(CELLS), folder, "whole", true);
  const bad: Record<string, string> = {
    cut: readFileSync(join(folder, "whole.report.json"), "utf8").slice(0, 500),
    null: "null",
    types: '{"format":"impactlab-report","version":1,"source":7}',
    later: '{"format":"impactlab-report","version":99}',
    deep: "[".repeat(1e5),
    nan: '{"format":"impactlab-report","version":NaN}',
    empty: "",
    hostile: `{"format":"<script>fired()</script>"}`,
  };
  for (const [name, text] of Object.entries(bad)) {
    writeFileSync(join(folder, `${name}.report.json`), text);
    writeFileSync(join(folder, `${name}.html`), "");
  }
  mkdirSync(join(folder, "folder.report.json"));
  writeFileSync(join(folder, "folder.html"), "");
  await writeIndex(folder, OPTIONS);
  const index = readFileSync(join(folder, "index.html"), "utf8");
  expect(index).toContain(`href="whole.html"`);
  for (const name of [...Object.keys(bad), "folder"]) {
    expect(index).toContain(`<li>${name}.report.json`.replace("<li>folder", `<li>${join(folder, "folder")}`));
    expect(index).not.toContain(`href="${name}.html"`);
  }
  expect(index).not.toContain("<script>fired");
});

test("writeIndex(folder) has the picture of the cell tagged cover, not of text that reads like a tag", async () => {
  const cell = (source: string, png: string, tags: string[] = []): ReturnType<typeof code> => ({
    ...code(source, withStill(shown(figure), png)),
    metadata: { tags },
  });
  const pictures = (): string[] =>
    [...readFileSync(join(folder, "index.html"), "utf8").matchAll(/data:image\/png;base64,(\w+)/g)].map(
      ([, png]) => png,
    );
  const cells = [cell(`'"tags": ["cover"]'`, "AAAA"), cell("2", "BBBB", ["other", "cover"]), cell("3", "CCCC")];
  await writeRun(verifiedRun(cells), folder, "whole", true);
  await writeIndex(folder, OPTIONS);
  expect(pictures()).toEqual(["BBBB"]);
  await writeRun(verifiedRun([cells[0], cells[2]]), folder, "whole", true);
  await writeIndex(folder, OPTIONS);
  expect(pictures()).toEqual(["AAAA"]);
});
