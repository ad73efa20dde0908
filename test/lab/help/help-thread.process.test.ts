import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const ROOT = join(__dirname, "../../..");

test("close() answers what waits and starts no thread for it: the process ends", async () => {
  const script = `
    require("tsx/cjs");
    const { HelpThread } = require("./src/lab/help/help-thread");
    const help = new HelpThread();
    const ask = (name) => help.ask("check", { path: process.cwd() + "/notebooks/" + name, cells: [] });
    const asked = ["a.ipynb", "b.ipynb", "c.ipynb"].map(ask);
    Promise.all(asked).then((answers) => console.log(JSON.stringify(answers)));
    help.close().then(() => ask("late.ipynb")).then((late) => console.log(late));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { cwd: ROOT, timeout: 120_000 });
  expect(stdout).toBe("[null,null,null]\nundefined\n");
});
