/**
 * Files by the REST interface: what a client is shown, what it may not reach, and that a save loses nothing.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { hashOf, type Model } from "../../../src/lab/contents/model";
import { withReason } from "../../../src/lab/contents/save";
import { startLab, type Lab } from "../../../src/lab/server";
import { askWithToken, type Asked, type Got } from "../../support/lab-client";
import { temporaryFolder } from "../../support/temporary-folder";

const NOTEBOOK = join(__dirname, "../../../notebooks/01-quickstart.ipynb");
const folder = temporaryFolder();
const root = join(folder.path, "root");
let lab: Lab;

beforeAll(async () => {
  mkdirSync(join(root, "sub"), { recursive: true });
  mkdirSync(join(root, ".hidden"));
  mkdirSync(join(folder.path, "outside"));
  writeFileSync(join(folder.path, "outside", "secret.txt"), "secret");
  writeFileSync(join(root, ".hidden", "h.txt"), "hidden");
  writeFileSync(join(root, ".env"), "hidden");
  writeFileSync(join(root, "a.txt"), "a\n");
  writeFileSync(join(root, "b.bin"), Buffer.from([0xff, 0xfe, 0x00]));
  writeFileSync(join(root, "n.ipynb"), readFileSync(NOTEBOOK));
  symlinkSync(join(folder.path, "outside"), join(root, "out"));
  symlinkSync(join(folder.path, "outside", "secret.txt"), join(root, "secret.txt"));
  symlinkSync(join(folder.path, "outside", "new.txt"), join(root, "dangling.txt"));
  symlinkSync(join(root, ".hidden"), join(root, "shown"));
  symlinkSync(join(root, "sub"), join(root, "inside"));
  lab = await startLab({ root, port: 0, state: join(folder.path, "state") });
});

afterAll(() => lab.close());

const api = (path: string, asked?: Asked): Promise<Got> => askWithToken(lab, `/api/contents/${path}`, asked);
const read = async (path: string): Promise<Model> => (await api(path)).json();
const put = (path: string, body: object, headers: Record<string, string> = {}): Promise<Got> =>
  api(path, { method: "PUT", body, headers });
const putText = (path: string, content: string, headers?: Record<string, string>): Promise<Got> =>
  put(path, { type: "file", format: "text", content }, headers);

describe("what a client cannot reach", () => {
  test.each([
    ["climbs above the root", "..%2Foutside%2Fsecret.txt"],
    ["climbs from below", "sub%2F..%2F..%2Foutside%2Fsecret.txt"],
    ["is a link out", "secret.txt"],
    ["lies in a folder that is a link out", "out/secret.txt"],
    ["is hidden", ".env"],
    ["lies in a hidden folder", ".hidden/h.txt"],
    ["lies in a hidden folder by a link", "shown/h.txt"],
    ["is named with a NUL", "a.txt%00.png"],
    ["is absolute", "%2Fetc%2Fpasswd"],
  ])("what %s is not there: %s", async (_, path) => {
    expect((await api(path)).status).toBe(404);
    expect((await askWithToken(lab, `/files/${path}`)).status).toBe(404);
    expect((await putText(path, "x")).status).toBe(404);
    expect((await api(path, { method: "DELETE" })).status).toBe(404);
    expect((await api("a.txt", { method: "PATCH", body: { path: decodeURIComponent(path) } })).status).toBe(404);
    expect((await api("sub", { method: "POST", body: { copy_from: decodeURIComponent(path) } })).status).toBe(404);
    expect(readFileSync(join(folder.path, "outside", "secret.txt"), "utf8")).toBe("secret");
  });

  test("nothing is made at the other end of a link that leads nowhere", async () => {
    expect((await putText("dangling.txt", "x")).status).toBe(404);
    expect(readdirSync(join(folder.path, "outside"))).toEqual(["secret.txt"]);
  });

  test("a pipe, of which a read would never end, is not there, and nothing waits for it", async () => {
    execFileSync("mkfifo", [join(root, "pipe")]);
    expect((await api("pipe")).status).toBe(404);
    expect((await putText("pipe", "x")).status).toBe(404);
    expect((await api("pipe/checkpoints", { method: "POST" })).status).toBe(404);
    expect((await api("", { method: "POST", body: { copy_from: "pipe" } })).status).toBe(404);
    rmSync(join(root, "pipe"));
  });

  test("a folder shows neither; a link to what lies inside is a file like any other", async () => {
    const { content } = await read("");
    expect((content as Model[]).map(({ name }) => name).sort()).toEqual(["a.txt", "b.bin", "inside", "n.ipynb", "sub"]);
    expect((await putText("inside/c.txt", "c")).status).toBe(201);
    expect(readFileSync(join(root, "sub", "c.txt"), "utf8")).toBe("c");
  });
});

describe("what a client is shown", () => {
  test("every key of Jupyter's model is there, null where it is not known", async () => {
    const model = await read("a.txt");
    expect(model).toEqual({
      name: "a.txt",
      path: "a.txt",
      type: "file",
      format: "text",
      mimetype: "text/plain",
      content: "a\n",
      size: 2,
      writable: true,
      hash: null,
      hash_algorithm: null,
      created: expect.any(String),
      last_modified: statSync(join(root, "a.txt")).mtime.toISOString(),
    });
    const bare = (await api("a.txt?content=0&hash=1")).json<Model>();
    expect(bare).toMatchObject({ content: null, format: null, hash: hashOf("a\n"), hash_algorithm: "sha256" });
  });

  test("text as text, other bytes as base64, a notebook with its texts in one piece", async () => {
    expect(await read("b.bin")).toMatchObject({ format: "base64", content: "//4A" });
    expect((await api("b.bin?format=text")).status).toBe(400);
    expect((await api("a.txt?type=directory")).status).toBe(400);
    expect((await api("a.txt?type=nothing")).status).toBe(400);
    const { type, content } = await read("n.ipynb");
    expect(type).toBe("notebook");
    expect((content as { cells: { source: unknown }[] }).cells.every(({ source }) => typeof source === "string")).toBe(
      true,
    );
    writeFileSync(join(root, "sub", "broken.ipynb"), "{");
    expect((await api("sub/broken.ipynb")).json()).toMatchObject({
      message: expect.stringContaining("must be a notebook"),
    });
  });
});

describe("a save", () => {
  test("of a shipped notebook that was only opened leaves the file as it was, to the byte", async () => {
    const { content } = await read("n.ipynb");
    expect((await put("n.ipynb", { type: "notebook", format: "json", content })).status).toBe(200);
    expect(readFileSync(join(root, "n.ipynb"), "utf8")).toBe(readFileSync(NOTEBOOK, "utf8"));
  });

  test("of a notebook that is not in UTF-8 cannot be: it is not read as if it were", async () => {
    const text = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { title: "caf\u00e9" }, cells: [] });
    writeFileSync(join(root, "sub", "latin.ipynb"), Buffer.from(text, "latin1"));
    expect((await api("sub/latin.ipynb")).json().message).toContain("not text in UTF-8");
    writeFileSync(join(root, "sub", "latin.ipynb"), text);
    expect((await read("sub/latin.ipynb")).content).toMatchObject({ metadata: { title: "caf\u00e9" } });
    rmSync(join(root, "sub", "latin.ipynb"));
  });

  test("keeps the file's mode, a link to it, and whether a notebook ends in a newline", async () => {
    chmodSync(join(root, "a.txt"), 0o751);
    await putText("a.txt", "b\n");
    expect([readFileSync(join(root, "a.txt"), "utf8"), statSync(join(root, "a.txt")).mode & 0o777]).toEqual([
      "b\n",
      0o751,
    ]);
    const bare = join(root, "sub", "bare.ipynb");
    writeFileSync(bare, readFileSync(NOTEBOOK, "utf8").trimEnd());
    await put("sub/bare.ipynb", { type: "notebook", format: "json", content: (await read("sub/bare.ipynb")).content });
    expect(readFileSync(bare, "utf8")).toBe(readFileSync(NOTEBOOK, "utf8").trimEnd());
  });

  test("takes the bytes of base64, and a large file in pieces, which is there when the last has come", async () => {
    await put("sub/x.bin", { type: "file", format: "base64", content: "//4A" });
    expect([...readFileSync(join(root, "sub/x.bin"))]).toEqual([0xff, 0xfe, 0]);
    const piece = (chunk: number, content: string) =>
      put("sub/big.txt", { type: "file", format: "text", content, chunk });
    await piece(1, "one ");
    expect(readdirSync(join(root, "sub"))).not.toContain("big.txt");
    await piece(2, "two ");
    expect((await piece(-1, "three")).json<Model>().path).toBe("sub/big.txt");
    expect(readFileSync(join(root, "sub/big.txt"), "utf8")).toBe("one two three");
  });

  test("of pieces out of turn is refused: the file would not be what was sent", async () => {
    const piece = async (chunk: unknown, content: string) =>
      (await put("sub/p.txt", { type: "file", format: "text", content, chunk })).status;
    expect([await piece(2, "b"), await piece(-1, "c"), await piece(0, "a"), await piece("1", "a")]).toEqual([
      409, 409, 400, 400,
    ]);
    // Sent twice, and anew.
    expect([await piece(1, "a"), await piece(2, "b"), await piece(2, "b")]).toEqual([201, 201, 409]);
    expect(existsSync(join(root, "sub/p.txt"))).toBe(false);
    expect([await piece(1, "a"), await piece(2, "b"), await piece(-1, "c")]).toEqual([201, 201, 201]);
    chmodSync(join(root, "sub/p.txt"), 0o640);
    expect([await piece(1, "d"), await piece(-1, "e")]).toEqual([200, 200]);
    const path = join(root, "sub/p.txt");
    expect([readFileSync(path, "utf8"), statSync(path).mode & 0o777]).toEqual(["de", 0o640]);
  });

  test("of what no file could hold as it was sent is refused: half a character, base64 that is none", async () => {
    const bytes = (content: string) => put("sub/y.bin", { type: "file", format: "base64", content });
    expect([(await bytes("no base64!")).status, (await bytes("AAA")).status]).toEqual([400, 400]);
    expect((await putText("sub/y.txt", "a\ud83d")).json().message).toContain("half a character at place 2");
    expect(["y.bin", "y.txt"].map((name) => existsSync(join(root, "sub", name)))).toEqual([false, false]);
    expect([(await bytes("AA\nA=\n")).status, (await putText("sub/y.txt", "a\u{1f600}")).status]).toEqual([201, 201]);
  });

  test("takes any name that the disk takes", async () => {
    for (const name of ["a b#c%41?.txt", "e\u0301", "\u00e9", "dots..", "x".repeat(251), "\u4e2d".repeat(85)]) {
      const path = `sub/${encodeURIComponent(name)}`;
      expect([name, (await putText(path, name)).status]).toEqual([name, 201]);
      expect((await read(path)).content).toBe(name);
      expect((await api(path, { method: "DELETE" })).status).toBe(204);
    }
    expect((await putText(`sub/${"x".repeat(256)}`, "x")).status).toBe(400);
  });

  test("removes what an earlier one has left behind, and not what is being written of another file", async () => {
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    mkdirSync(join(root, "left"));
    await putText("left/o", "looked once");
    const parts = () => readdirSync(join(root, "left")).filter((name) => name.startsWith("."));
    await put("left/m", { type: "file", format: "text", content: "x", chunk: 1 });
    const [mine] = parts();
    const theirs = mine.replace(`-${process.pid.toString(36)}-`, `-${gone.toString(36)}-`);
    writeFileSync(join(root, "left", theirs), "");
    // Another server, to whom the folder is new.
    vi.resetModules();
    const { Contents } = await import("../../../src/lab/contents/contents");
    await new Contents(root).save("left/m.txt", { type: "file", format: "text", content: "x" });
    expect(parts()).toEqual([mine]);
  });

  test("by a client that says what it has read does not overwrite what was changed since", async () => {
    const known = (await api("a.txt?content=0&hash=1")).json<Model>().hash ?? "";
    writeFileSync(join(root, "a.txt"), "by another\n");
    const late = await putText("a.txt", "mine\n", { "if-match": `"${known}"` });
    expect([late.status, late.json().message]).toEqual([412, expect.stringContaining("was changed on disk")]);
    expect(readFileSync(join(root, "a.txt"), "utf8")).toBe("by another\n");
    const saved = await putText("a.txt", "mine\n", { "if-match": `"${hashOf("by another\n")}"` });
    expect([saved.status, saved.json<Model>().hash]).toEqual([200, hashOf("mine\n")]);
  });

  test("over what is said in no way that is understood is refused, not taken for any", async () => {
    const before = readFileSync(join(root, "a.txt"), "utf8");
    for (const condition of ["*", 'W/"1-2"', `"${hashOf(before).toUpperCase()}"`, `"${hashOf(before)}", "0"`, '"1-2"'])
      expect([condition, (await putText("a.txt", "x", { "if-match": condition })).status]).toEqual([condition, 400]);
    expect(readFileSync(join(root, "a.txt"), "utf8")).toBe(before);
    expect((await putText("a.txt", before, { "if-match": hashOf(before) })).status).toBe(200);
    expect((await putText("sub/first.txt", "x", { "if-match": '""' })).status).toBe(201);
    expect((await putText("sub/first.txt", "y", { "if-match": '""' })).status).toBe(412);
  });

  test("of two at once that have read the same, one is refused", async () => {
    const known = hashOf(readFileSync(join(root, "a.txt")));
    const saves = ["tab 1\n", "tab 2\n"].map((text) => putText("a.txt", text, { "if-match": `"${known}"` }));
    expect((await Promise.all(saves)).map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  test("of what is no notebook, no text or of no known kind is refused, and the file stays", async () => {
    const before = readFileSync(join(root, "n.ipynb"), "utf8");
    expect((await put("n.ipynb", { type: "notebook", format: "json", content: { cells: 1 } })).status).toBe(400);
    expect((await put("n.ipynb", { type: "notebook" })).status).toBe(400);
    expect((await put("n.ipynb", { type: "file", format: "text", content: 1 })).status).toBe(400);
    expect((await put("n.ipynb", { type: "socket", content: "" })).status).toBe(400);
    expect(readFileSync(join(root, "n.ipynb"), "utf8")).toBe(before);
  });

  test("leaves nothing beside the file", async () => {
    expect(readdirSync(root).filter((name) => name.includes("part"))).toEqual([]);
  });

  test.each([
    ["ENOSPC", 507, "x was not saved: the disk is full; what the file held before is still there."],
    ["EROFS", 403, "x was not saved: the disk may not be written to."],
  ])("that fails by %s is one sentence", async (code, status, message) => {
    const failing = withReason("x", "saved", () => Promise.reject(Object.assign(new Error(code), { code })));
    await expect(failing).rejects.toMatchObject({ status, message });
  });
});

describe("new files, renames and removals", () => {
  test("names that are free: Untitled, Untitled1, a copy, a folder", async () => {
    const create = async (body: object) => (await api("sub", { method: "POST", body })).json<Model>().path;
    expect(await create({ type: "notebook" })).toBe("sub/Untitled.ipynb");
    expect(await create({ type: "notebook" })).toBe("sub/Untitled1.ipynb");
    expect(await create({ type: "file", ext: ".ts" })).toBe("sub/untitled.ts");
    expect(await create({ type: "directory" })).toBe("sub/Untitled Folder");
    expect(await create({ copy_from: "n.ipynb" })).toBe("sub/n-Copy1.ipynb");
    expect(await create({ copy_from: "n.ipynb" })).toBe("sub/n-Copy2.ipynb");
    expect((await api("sub", { method: "POST", body: { type: "file", ext: "/../x" } })).status).toBe(400);
    expect((await read("sub/Untitled.ipynb")).content).toMatchObject({
      metadata: { kernelspec: { name: "impactlab" } },
    });
  });

  test("a rename overwrites nothing", async () => {
    await putText("sub/r.txt", "r");
    const rename = (from: string, path: string) => api(from, { method: "PATCH", body: { path } });
    expect((await rename("sub/r.txt", "a.txt")).status).toBe(409);
    expect((await rename("sub/r.txt", "sub/none/r.txt")).status).toBe(404);
    expect((await rename("sub/r.txt", "sub/s.txt")).json<Model>()).toMatchObject({ path: "sub/s.txt", name: "s.txt" });
    const both = await Promise.all([rename("sub/s.txt", "sub/t.txt"), rename("sub/t.txt", "sub/s.txt")]);
    expect(both.map(({ status }) => status)).toContain(200);
  });

  test("of a link the link: what it leads to stays where it is", async () => {
    const path = (name: string) => join(root, "sub", name);
    writeFileSync(path("target.txt"), "t");
    symlinkSync("target.txt", path("link.txt"));
    expect((await api("sub/link.txt", { method: "PATCH", body: { path: "sub/moved.txt" } })).status).toBe(200);
    expect([lstatSync(path("moved.txt")).isSymbolicLink(), readFileSync(path("target.txt"), "utf8")]).toEqual([
      true,
      "t",
    ]);
    expect((await api("sub/moved.txt", { method: "DELETE" })).status).toBe(204);
    expect([existsSync(path("moved.txt")), existsSync(path("target.txt"))]).toEqual([false, true]);
    // A file itself goes.
    expect((await api("sub/target.txt", { method: "DELETE" })).status).toBe(204);
    expect(existsSync(path("target.txt"))).toBe(false);
  });

  test("what cannot be is said in a sentence: a folder within itself, its checkpoint, a copy of no path", async () => {
    const answers = [
      await api("sub", { method: "PATCH", body: { path: "sub/x" } }),
      await api("sub/checkpoints", { method: "POST" }),
      await api("sub", { method: "POST", body: { copy_from: 5 } }),
      await api("sub", { method: "POST", body: { type: "socket" } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  });

  test("a folder with something in it stays, the root too", async () => {
    const remove = async (path: string) => (await api(path, { method: "DELETE" })).status;
    expect([
      await remove("sub"),
      await remove(""),
      await remove("sub/Untitled%20Folder"),
      await remove("b.bin"),
    ]).toEqual([400, 400, 204, 204]);
    expect((await api("b.bin")).status).toBe(404);
  });
});

test("a checkpoint is the file as it was; it is kept outside the folder", async () => {
  const path = "n.ipynb/checkpoints";
  const before = readFileSync(join(root, "n.ipynb"), "utf8");
  expect((await api(path)).json()).toEqual([]);
  expect((await api(`${path}/checkpoint`, { method: "POST" })).status).toBe(404);
  expect((await api(path, { method: "POST" })).json()).toEqual({ id: "checkpoint", last_modified: expect.any(String) });
  await put("n.ipynb", { type: "notebook", content: { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] } });
  expect(readFileSync(join(root, "n.ipynb"), "utf8")).not.toBe(before);
  expect((await api(`${path}/checkpoint`, { method: "POST" })).status).toBe(204);
  expect(readFileSync(join(root, "n.ipynb"), "utf8")).toBe(before);
  expect((await api(`${path}/checkpoint`, { method: "DELETE" })).status).toBe(204);
  expect((await api(path)).json()).toEqual([]);
  expect(readdirSync(root).filter((name) => name.includes("checkpoint"))).toEqual([]);
});
