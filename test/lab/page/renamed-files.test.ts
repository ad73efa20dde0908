import { expect, test } from "vitest";

import { followRenames } from "../../../src/lab/page/browser/renamed-files";

type Contents = Parameters<typeof followRenames>[0];

/** Files by name; an answer comes when the test says so, of the files that there are then. */
function madeContents(...names: string[]) {
  const files = new Set(names);
  const waiting: (() => void)[] = [];
  const turn = (): Promise<void> => new Promise((done) => waiting.push(done));
  const get = async (path: string): Promise<{ path: string }> => {
    await turn();
    if (!files.has(path)) throw new Error(`There is no ${path} here.`);
    return { path };
  };
  const contents = {
    get,
    listCheckpoints: get,
    rename: async (from: string, to: string) => {
      await turn();
      if (!files.delete(from)) throw new Error(`There is no ${from} here.`);
      files.add(to);
      await turn();
      return { path: to };
    },
  } as unknown as Contents;
  /** Lets the questions of these places go on, and what follows from them. */
  const answer = async (...places: number[]): Promise<void> => {
    for (const place of places) {
      waiting[place]();
      await new Promise(setImmediate);
    }
  };
  return { contents, answer };
}

test.each(["get", "listCheckpoints"] as const)("%s asked before a rename is answered by the new name", async (name) => {
  const { contents, answer } = madeContents("a.ipynb");
  followRenames(contents);
  const asked = contents[name]("a.ipynb");
  const renamed = contents.rename("a.ipynb", "b.ipynb");
  // The file is gone; its new name is not known yet.
  await answer(1, 0, 2, 3);
  expect(await asked).toEqual({ path: "b.ipynb" });
  expect(await renamed).toEqual({ path: "b.ipynb" });
});

test("asked while a folder is renamed, a file in it is found in the new one", async () => {
  const { contents, answer } = madeContents("old", "new/a.ipynb");
  followRenames(contents);
  void contents.rename("old", "new");
  const asked = contents.get("old/a.ipynb");
  await answer(0, 1, 2, 3);
  expect(await asked).toEqual({ path: "new/a.ipynb" });
});

test("found before it was renamed, and answered after: the answer has the new name", async () => {
  const { contents, answer } = madeContents("a.ipynb");
  followRenames(contents);
  const asked = contents.get("a.ipynb");
  const renamed = contents.rename("a.ipynb", "b.ipynb");
  await answer(0, 1, 2, 3);
  expect(await asked).toEqual({ path: "b.ipynb" });
  await renamed;
  // Who asks by the old name from now on asks for another file.
  const late = contents.get("a.ipynb");
  late.catch(() => undefined);
  await answer(4);
  await expect(late).rejects.toThrow("There is no a.ipynb here.");
});

test("controls: without it the question fails; a failed rename answers nothing", async () => {
  const plain = madeContents("a.ipynb");
  const asked = plain.contents.get("a.ipynb");
  void plain.contents.rename("a.ipynb", "b.ipynb");
  asked.catch(() => undefined);
  await plain.answer(1, 0);
  await expect(asked).rejects.toThrow("There is no a.ipynb here.");

  const { contents, answer } = madeContents("a.ipynb");
  followRenames(contents);
  const failing = contents.rename("c.ipynb", "d.ipynb");
  const missing = contents.get("c.ipynb");
  for (const promise of [failing, missing]) promise.catch(() => undefined);
  await answer(0, 1);
  await expect(failing).rejects.toThrow("There is no c.ipynb here.");
  await expect(missing).rejects.toThrow("There is no c.ipynb here.");
});
