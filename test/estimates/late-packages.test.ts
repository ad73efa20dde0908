/**
 * Two packages that danfo loads by itself, and hardly ever uses, wait for their first use: danfo reads and writes with
 * them as before, and loads in a third of the time.
 */
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";

import { DataFrame, readCSV, readExcel, toExcel } from "danfojs-node";
import { expect, test } from "vitest";
import * as xlsx from "xlsx";

import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();

/** Which of the two a process has loaded after some code. */
function loadedBy(code: string): string[] {
  const ask = "const at = (path) => path.replaceAll('\\\\', '/'); const all = Object.keys(require.cache).map(at);";
  const tell = `${ask} console.log(JSON.stringify(["@e965/xlsx", "@cypress/request"].filter((name) =>
    all.some((path) => path.includes("node_modules/" + name + "/")))));`;
  const root = resolve(__dirname, "../..");
  return JSON.parse(execFileSync(process.execPath, ["-e", `${code}; ${tell}`], { cwd: root, encoding: "utf8" }));
}

test("danfo loads neither; each is loaded by what needs it", () => {
  expect(loadedBy("new (require('danfojs-node').DataFrame)([[1]])")).toEqual([]);
  expect(loadedBy("require('danfojs-node'); require('xlsx').utils")).toEqual(["@e965/xlsx"]);
  expect(
    loadedBy("require('danfojs-node'); require('request').get('http://127.0.0.1:9').on('error', () => 0)"),
  ).toEqual(["@cypress/request"]);
});

test("danfo writes a spreadsheet and reads it", async () => {
  const filePath = resolve(folder.path, "bins.xlsx");
  toExcel(new DataFrame({ bin: ["09:00", "09:01"], alpha: [0.25, 0.5] }), { filePath });
  const read = (await readExcel(filePath)) as DataFrame;
  expect([read.columns, read.values]).toEqual([
    ["bin", "alpha"],
    [
      ["09:00", 0.25],
      ["09:01", 0.5],
    ],
  ]);
});

test("danfo reads a table from an address", async () => {
  const server = createServer((_, response) => response.end("bin,alpha\n0,0.25\n1,0.5\n"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  try {
    const { port } = server.address() as AddressInfo;
    expect((await readCSV(`http://127.0.0.1:${port}/bins.csv`)).values).toEqual([
      [0, 0.25],
      [1, 0.5],
    ]);
  } finally {
    server.close();
  }
});

test("what a notebook imports as xlsx is SheetJS whole", () => {
  expect(Object.keys(xlsx)).toEqual(expect.arrayContaining(["read", "readFile", "utils", "writeFile", "version"]));
  expect(xlsx.utils.sheet_to_json(xlsx.utils.json_to_sheet([{ a: 1 }]))).toEqual([{ a: 1 }]);
});
