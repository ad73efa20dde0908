/**
 * Help while typing, in 01-quickstart with a cell being written: the first answer, and each kind of answer once warm,
 * after a key was pressed. What is asked for is below 0.2 s.
 */
import { join, resolve } from "node:path";

import { NotebookHelp } from "../../src/lab/help/notebook-help";
import { codeCells, readNotebook } from "../../src/notebook/notebook-document";
import { duration, leastTimes, printTable } from "./measure";

const ROUNDS = 8;
const path = resolve(__dirname, "../../notebooks/01-quickstart.ipynb");

export async function benchHelp(): Promise<void> {
  const help = new NotebookHelp();
  const cells = codeCells(readNotebook(join(path))).map(({ id, source }) => ({ id, text: source }));
  let key = 0;
  /** The notebook after another key, and the end of what was written before it. */
  const asked = (text: string): [Parameters<NotebookHelp["check"]>[0], { cell: string; offset: number }] => [
    { path, cells: [...cells, { id: "new", text: `${text} // ${++key}` }] },
    { cell: "new", offset: text.length },
  ];
  const start = process.hrtime.bigint();
  help.check(asked("best.cost")[0]);
  const first = Number(process.hrtime.bigint() - start);
  const times = leastTimes(
    {
      errors: () => help.check(asked("best.cost")[0]).length,
      members: () => help.complete(...asked("best.")).items.length,
      names: () => help.complete(...asked("allo")).items.length,
      signature: () => help.signature(...asked("allocate(model, "))?.current ?? 0,
      hover: () => help.describe(...asked("allocate"))?.length ?? 0,
    },
    ROUNDS,
    1,
  );
  const rows = Object.entries({ "first answer": first, ...times }).map(([name, time]) => [name, duration(time)]);
  printTable("Help in 01-quickstart after a key", ["", "least time"], rows);
  return Promise.resolve();
}
