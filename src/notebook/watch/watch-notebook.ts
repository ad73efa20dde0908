/**
 * Watches a notebook's file, and the source and data that its cells stand on: runs what changed and what is below it
 * in a kernel that is kept, and shows the report in a page that loads itself again.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { InputError } from "../../base/input-error";
import type { RunRecord } from "../record/run-record";
import { loadAssets } from "../report/page/assets";
import { renderReport } from "../report/render-report";
import { projectRoot } from "../../kernel/project-root";
import { servePage } from "./page-server";
import { watchFiles } from "./watch-file";
import { WatchedRun, type WatchedOptions } from "./watched-run";

export interface WatchOptions extends Omit<WatchedOptions, "signal"> {
  /** To listen at, on this machine's own address; 0 for any that is free. */
  readonly port: number;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** The page's address, as soon as it is there. */
  readonly onAddress: (address: string) => void;
  /** What happened, a sentence each. */
  readonly say: (text: string) => void;
}

/** Resolves once `signal` has ended it: kernel, server and files are gone then. */
export async function watchNotebook(path: string, options: WatchOptions): Promise<void> {
  const { port, signal, onAddress, say, ...run } = options;
  const script = readFileSync(join(__dirname, "reload.js"), "utf8");
  const assets = loadAssets();
  const root = projectRoot(resolve(path, ".."));
  const watched = new WatchedRun(path);
  const server = await servePage(port, script).catch(async (error: unknown) => {
    await watched.close();
    throw error;
  });
  let wake: () => void = () => undefined;
  let running: AbortController | undefined;
  let changed = true;
  const files = watchFiles(() => {
    changed = true;
    running?.abort();
    wake();
  });
  const ended = new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
  signal.addEventListener("abort", () => running?.abort(), { once: true });
  /** What the run stands on: an edit of any of it makes another one. */
  const standsOn = ({ provenance: { code, data } }: RunRecord): string[] =>
    [...code.files, ...data].map((file) => resolve(root, file.path));
  try {
    files.set([resolve(path)]);
    onAddress(server.address);
    while (!signal.aborted) {
      if (!changed) {
        const woken = new Promise<void>((done) => (wake = done));
        await Promise.race([woken, ended]);
        continue;
      }
      changed = false;
      running = new AbortController();
      try {
        const onProgress: WatchedOptions["onProgress"] = (cell) => {
          server.say(`cell ${cell.cell + 1} of ${cell.cells} runs`);
          run.onProgress?.(cell);
        };
        const record = await watched.update({ ...run, onProgress, signal: running.signal });
        if (running.signal.aborted) continue;
        files.set([resolve(path), ...standsOn(record)]);
        server.show(renderReport(record, { assets, reload: script }));
        const outcome = record.failure?.message ?? "up to date";
        server.say(record.failure === null ? "" : outcome);
        say(outcome);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        // Half a file, say, or one that is none: what was shown stays.
        server.say(error.message);
        say(error.message);
      }
    }
  } finally {
    files.close();
    await Promise.all([watched.close(), server.close()]);
  }
}
