/**
 * A watched notebook, in one kernel: what is edited runs again and what is below it, the page follows, and nothing
 * but the page is served.
 */
import { once } from "node:events";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { freePorts } from "../../../src/kernel/client/free-ports";
import { watchNotebook } from "../../../src/notebook/watch/watch-notebook";
import { alive } from "../../support/alive";
import { run as impactlab } from "../../support/command";
import { writeNotebook } from "../../support/notebook-file";
import { makeProject, type Project } from "../../support/project";

const FIRST = 'import { twice } from "../src/twice";\nlet runs = 0;\nconsole.log("process", process.pid);';
const SECOND = "console.log(`run ${++runs}`, twice(3));";

/** Hands out what is told, in order, to who waits for it. */
class Told<T> {
  readonly #told: T[] = [];
  readonly #waiting: ((value: T) => void)[] = [];

  readonly tell = (value: T): void => {
    const next = this.#waiting.shift();
    if (next === undefined) this.#told.push(value);
    else next(value);
  };

  clear(): void {
    this.#told.length = 0;
  }

  next(): Promise<T> {
    if (this.#told.length > 0) return Promise.resolve(this.#told.shift() as T);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

let project: Project;
let path: string;
let address: string;
let ended: Promise<void>;
const control = new AbortController();
const said = new Told<string>();
const cells = new Told<number>();

const save = (...sources: readonly (string | { markdown: string })[]): void => {
  writeNotebook(path, [{ markdown: "# Watched" }, ...sources]);
};

beforeAll(async () => {
  project = makeProject({ "src/twice.ts": "export const twice = (n: number): number => 2 * n;\n" });
  path = join(project.notebooks, "a.ipynb");
  save(FIRST, SECOND, '"last"');
  const addresses = new Told<string>();
  ended = watchNotebook(path, {
    port: 0,
    signal: control.signal,
    onAddress: addresses.tell,
    say: said.tell,
    onProgress: ({ cell }) => cells.tell(cell),
  });
  address = await addresses.next();
});

afterAll(async () => {
  control.abort();
  await ended;
  project.remove();
});

/** Resolves while a cell runs that never ends. */
async function hang(): Promise<void> {
  cells.clear();
  save(FIRST, "while (true);");
  while ((await cells.next()) !== 2);
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function ask(url: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, method }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.once("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.once("error", reject).end();
  });
}

/** What the page shows of its cells: their numbers, and the lines below them. */
async function page(): Promise<{ html: string; prompts: string[]; lines: string[] }> {
  const { text: html } = await ask(address);
  const prompts = [...html.matchAll(/<span class="prompt">\[(\d+)\]/g)].map(([, count]) => count);
  const lines = [...html.matchAll(/class="stream stdout"[^>]*>([^<]*)</g)].map(([, line]) => line.trim());
  return { html, prompts, lines };
}

describe("watchNotebook(path)", () => {
  let process = "";

  test("runs the notebook and serves its report", async () => {
    expect(await said.next()).toBe("up to date");
    const { html, prompts, lines } = await page();
    expect(prompts).toEqual(["1", "2", "3"]);
    expect(lines[1]).toBe("run 1 6");
    process = lines[0];
    expect(html).toContain("<h1>Watched</h1>");
    expect(html).toContain("connect-src 'self'");
  });

  test("runs the edited cell and what is below it, and nothing above", async () => {
    save(FIRST, SECOND.replace("3", "4"), '"last"');
    expect(await said.next()).toBe("up to date");
    const { prompts, lines } = await page();
    expect([prompts, lines]).toEqual([["1", "4", "5"], [process, "run 2 8"]]); // prettier-ignore
  });

  test("runs nothing where only prose was edited, which the page shows", async () => {
    save(FIRST, { markdown: "Some prose" }, SECOND.replace("3", "4"), '"last"');
    await said.next();
    // A cell more: what is below it is at another place, and runs.
    const before = (await page()).prompts;
    save(FIRST, { markdown: "Other prose" }, SECOND.replace("3", "4"), '"last"');
    expect(await said.next()).toBe("up to date");
    const { html, prompts } = await page();
    expect(prompts).toEqual(before);
    expect(html).toContain("Other prose");
  });

  test("a type error is in the page with its line, and none of the cells below ran", async () => {
    save(FIRST, { markdown: "Other prose" }, `// a line\n${SECOND.replace("3", '"x"')}`, 'console.log("below")');
    expect(await said.next()).toContain("is not assignable to parameter of type 'number'");
    const { html, lines } = await page();
    expect(html).toMatch(/class="traceback[^>]*><span class="ansi-red-fg">Cell \[2\], line 2, column 36: TS2345 /);
    expect(lines).toEqual([process]);
  });

  test("half a file is one sentence, and the page stays as it was", async () => {
    const before = (await page()).html;
    const whole = readFileSync(path, "utf8");
    writeFileSync(path, whole.slice(0, whole.length / 2));
    expect(await said.next()).toMatch(/must be a notebook, which is JSON/);
    expect((await page()).html).toBe(before);
    save(FIRST, SECOND, '"last"');
    expect(await said.next()).toBe("up to date");
    expect((await page()).lines).toEqual([process, expect.stringMatching(/^run \d+ 6$/)]);
  });

  test("an edit of what cells import runs them all again, in the same kernel", async () => {
    project.write("src/twice.ts", "export const twice = (n: number): number => n + n + 1;\n");
    expect(await said.next()).toBe("up to date");
    expect((await page()).lines).toEqual([process, "run 1 7"]);
  });

  test("a save while a cell runs ends it and runs what is new", async () => {
    await hang();
    save(FIRST, '"done"');
    expect(await said.next()).toBe("up to date");
    expect((await page()).html).toContain("done");
  });

  test("a kernel that dies is told, and the next save has another", async () => {
    await hang();
    globalThis.process.kill(Number(/\d+/.exec(process)?.[0]), "SIGKILL");
    expect(await said.next()).toContain("the kernel died");
    save(FIRST, '"alive"');
    expect(await said.next()).toBe("up to date");
    const { prompts, lines } = await page();
    expect(prompts).toEqual(["1", "2"]);
    expect(lines[0]).not.toBe(process);
    process = lines[0];
  });

  test("serves the page to who knows its address and calls it by its name, and nothing else", async () => {
    const { origin, port } = new URL(address);
    expect((await ask(address, { host: `localhost:${port}` })).status).toBe(200);
    for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1", `127.0.0.1:${port}.evil.example`])
      expect((await ask(address, { host })).status, host).toBe(403);
    for (const other of ["/", "/events", `/${"0".repeat(32)}/`, "/../package.json", "/package.json"])
      expect((await ask(origin + other)).status, other).toBe(404);
    for (const more of ["a.ipynb", "../package.json", "events/", "?x=1"])
      expect((await ask(address + more)).status, more).toBe(404);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
      expect((await ask(address, {}, method)).status, method).toBe(405);
    expect((await ask(address, {}, "HEAD")).text).toBe("");
  });

  test("the events tell of a new page, which then is there", async () => {
    const versions = new Told<string>();
    const asked = request(`${address}events`, (response) => {
      response.setEncoding("utf8").on("data", (part: string) => {
        for (const [, version] of part.matchAll(/event: version\ndata: "(\d+)"/g)) versions.tell(version);
      });
    });
    asked.on("error", () => undefined).end();
    const first = await versions.next();
    expect((await page()).html).toContain(`data-watch>${first}<`);
    save(FIRST, '"again"');
    expect(await versions.next()).toBe(String(Number(first) + 1));
    expect((await page()).html).toContain(`data-watch>${Number(first) + 1}<`);
    asked.destroy();
  });

  test("ends with its kernel and its server, also while a cell runs", async () => {
    await hang();
    control.abort();
    await ended;
    expect(alive(Number(/\d+/.exec(process)?.[0]))).toBe(false);
    await expect(ask(address)).rejects.toThrow();
  });
});

test("impactlab watch prints the address, and Ctrl-C ends it; what is no notebook ends it at once", async () => {
  const before = process.cwd();
  process.chdir(project.root);
  try {
    save('"last"');
    const watched = await impactlab(["watch", "notebooks/a.ipynb"], { interruptAfter: "up to date" });
    expect(watched.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/\n$/);
    expect(watched.code).toBe(130);
    expect(await impactlab(["watch", "src"])).toMatchObject({ code: 2, stdout: "" });
    const two = await impactlab(["watch", "notebooks/a.ipynb", "-p", "none=1"]);
    expect(two).toMatchObject({ code: 2, stderr: expect.stringMatching(/^impactlab: .*none/) as string });
  } finally {
    process.chdir(before);
  }
});

test("watchNotebook(path) that cannot begin, for want of room or a port, leaves nothing behind", async () => {
  const place = join(project.root, "temporary");
  const [port] = await freePorts(1);
  const told = { port, signal: control.signal, onAddress: () => undefined, say: () => undefined };
  vi.stubEnv("TMPDIR", place);
  await expect(watchNotebook(path, told)).rejects.toThrow("its folder does not exist");
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  mkdirSync(place);
  await expect(watchNotebook(path, told)).rejects.toThrow("--port must be a port that is free");
  expect(readdirSync(place)).toEqual([]);
  vi.unstubAllEnvs();
  server.close();
});
