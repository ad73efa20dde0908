/**
 * The still pictures of a run's figures, drawn on a thread of their own beside the kernels, and kept by what they
 * show: a figure that is the same in the next run costs nothing.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { Piscina } from "piscina";

import { writeBeside } from "../../base/write-beside";
import type { Figure } from "../../kernel/show/figure";
import type { RunRecord } from "../record/run-record";
import { figureToDraw, withStill } from "./still-output";

/** Pictures that are kept, those drawn last: some 40 MB. */
const MOST = 500;

/** Milliseconds after which a figure goes without a picture; the first one waits for the window, too. */
const PATIENCE = 120_000;

interface Drawn {
  readonly png: string | undefined;
}

export class Stills {
  readonly #folder: string | undefined;
  readonly #version = versionOf();
  #thread: Piscina | undefined;
  #closed = false;
  #last: Promise<unknown> = Promise.resolve();

  /** Pictures are kept in the node_modules of the project `root`; without any, nowhere. */
  constructor(root: string) {
    const modules = join(root, "node_modules");
    this.#folder = existsSync(modules) ? join(modules, ".cache", "impactlab", "stills") : undefined;
  }

  /**
   * Puts a picture beside every figure of the run that has none; says whether there was one to add. A figure that
   * cannot be drawn here goes without.
   */
  async add({ notebook }: RunRecord): Promise<boolean> {
    const drawn = notebook.cells.flatMap(({ outputs = [] }) =>
      outputs.map(async (output, i) => {
        const figure = figureToDraw(output);
        const png = figure === undefined ? undefined : await this.#draw(figure);
        if (png !== undefined) outputs[i] = withStill(output, png);
        return png !== undefined;
      }),
    );
    return (await Promise.all(drawn)).includes(true);
  }

  /** Ends the thread, and what it draws; of the pictures kept, the oldest go. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread?.destroy();
    if (this.#folder !== undefined) prune(this.#folder);
  }

  async #draw(figure: Figure): Promise<string | undefined> {
    const key = createHash("sha256").update(this.#version).update(JSON.stringify(figure)).digest("hex");
    const path = this.#folder === undefined ? undefined : join(this.#folder, `${key.slice(0, 40)}.png`);
    const kept = path === undefined ? undefined : readKept(path);
    if (kept !== undefined) return kept.toString("base64");
    const { png } = await this.#inTurn({ module: join(__dirname, "draw-still"), name: "drawStill", task: figure });
    if (png !== undefined && path !== undefined) await keep(path, Buffer.from(png, "base64"));
    return png;
  }

  /** A thread that has ended, by an interrupt, out of time or memory, leaves its figure without a picture. */
  #inTurn(task: object): Promise<Drawn> {
    const draw = async (): Promise<Drawn> => {
      if (this.#closed) return { png: undefined };
      return (await this.#threadOf().run(task, { signal: AbortSignal.timeout(PATIENCE) })) as Drawn;
    };
    const drawn = this.#last.then(draw).catch(() => ({ png: undefined }));
    this.#last = drawn;
    return drawn;
  }

  #threadOf(): Piscina {
    this.#thread ??= new Piscina({
      filename: join(__dirname, "../../work/worker.js"),
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: 60_000, // a window takes a second to open
      concurrentTasksPerWorker: 1,
    });
    return this.#thread;
  }
}

/** What a picture depends on besides its figure: what draws it. */
function versionOf(): string {
  const find = createRequire(__filename);
  const names = ["plotly.js-dist-min", "@resvg/resvg-js", "@napi-rs/canvas", "jsdom", "dejavu-fonts-ttf"];
  const version = (name: string): string => (find(`${name}/package.json`) as { version: string }).version;
  const own = ["draw-still", "flat-figure", "svg-boxes"].map((name) => readFileSync(join(__dirname, `${name}.ts`)));
  return [...names.map(version), ...own.map((text) => createHash("sha256").update(text).digest("hex"))].join(" ");
}

function readKept(path: string): Buffer | undefined {
  try {
    const bytes = readFileSync(path);
    return bytes.subarray(1, 4).toString("latin1") === "PNG" ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** A picture that cannot be kept is drawn again next time. */
async function keep(path: string, bytes: Buffer): Promise<void> {
  try {
    mkdirSync(join(path, ".."), { recursive: true });
    await writeBeside(path, [bytes]);
  } catch {
    return;
  }
}

function prune(folder: string): void {
  try {
    const files = readdirSync(folder).map((name) => join(folder, name));
    if (files.length <= MOST) return;
    const times = new Map(files.map((file) => [file, statSync(file).mtimeMs]));
    files.sort((a, b) => (times.get(b) as number) - (times.get(a) as number));
    for (const file of files.slice(MOST)) rmSync(file);
  } catch {
    return; // another run may be at it
  }
}
