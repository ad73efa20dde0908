/**
 * A server that is killed again and again while a client saves: what it has acknowledged must be there, whole.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { freePorts } from "../../src/kernel/client/free-ports";
import { ask } from "./lab-client";

const SERVER = resolve(__dirname, "../../src/lab/server");
const TSX = resolve(__dirname, "../../node_modules/tsx/dist/loader.mjs");

export interface KilledSaves {
  readonly kills: number;
  readonly acknowledged: number;
  /** What was found after a kill and was neither the last acknowledged save nor a later one, whole. */
  readonly lost: readonly string[];
  /** What stands beside the file in the end. */
  readonly left: readonly string[];
  /** Whether the cookie of the first server was good for all that came after it. */
  readonly cookieKept: boolean;
}

/** Text that says which save it is, and shows where one is cut off or two are mixed. */
export function version(n: number): string {
  return `${n}\n`.repeat(20_000 + (n % 7) * 10_000);
}

/** The number of the save whose text this is; undefined where it is none's. */
export function versionOf(text: string): number | undefined {
  const n = Number(text.slice(0, text.indexOf("\n")));
  return version(n) === text ? n : undefined;
}

/** Kills a server `kills` times, each time some milliseconds after the first save that it has acknowledged. */
export async function killWhileSaving(folder: string, kills: number, moment: () => number): Promise<KilledSaves> {
  const root = join(folder, "root");
  mkdirSync(root);
  const [port] = await freePorts(1);
  const origin = `http://127.0.0.1:${port}`;
  const file = join(root, "work.txt");
  const lost: string[] = [];
  let cookie: string | undefined;
  let cookieKept = true;
  let sent = 0;
  let acknowledged = 0;
  for (let kill = 0; kill < kills; kill++) {
    const { child, token } = await startServer({ root, state: join(folder, "state"), port });
    cookie ??= await login(origin, token);
    let begun = (): void => undefined;
    const first = new Promise<void>((done) => (begun = done));
    const over = saveOn(async () => {
      const body = JSON.stringify({ type: "file", format: "text", content: version(++sent) });
      const headers = { cookie: cookie as string, "x-xsrftoken": /_xsrf=(\w+)/.exec(cookie as string)?.[1] ?? "" };
      const mine = sent;
      const { status } = await ask({ origin }, "/api/contents/work.txt", { method: "PUT", headers, body });
      if (status === 403) cookieKept = false;
      if (status === 200 || status === 201) acknowledged = mine;
      begun();
      return status < 400;
    });
    await Promise.race([first, over]);
    await delay(moment());
    const exited = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await Promise.all([exited, over]);
    if (acknowledged === 0) continue;
    const found = versionOf(readFileSync(file, "utf8"));
    if (found === undefined || found < acknowledged) lost.push(`kill ${kill}: ${found} after ${acknowledged}`);
  }
  const { child } = await startServer({ root, state: join(folder, "state"), port });
  const headers = { cookie: cookie as string, "x-xsrftoken": /_xsrf=(\w+)/.exec(cookie as string)?.[1] ?? "" };
  const body = JSON.stringify({ type: "file", format: "text", content: "last" });
  await ask({ origin }, "/api/contents/work.txt", { method: "PUT", headers, body });
  child.kill("SIGKILL");
  return { kills, acknowledged, lost, left: readdirSync(root), cookieKept };
}

/** Saves one after the other until one fails, as the last one does. */
async function saveOn(save: () => Promise<boolean>): Promise<void> {
  try {
    while (await save());
  } catch {
    // The server has gone.
  }
}

async function login(origin: string, token: string): Promise<string> {
  const { headers } = await ask({ origin }, `/lab?token=${token}`);
  return (headers["set-cookie"] as string[]).map((text) => text.split(";")[0]).join("; ");
}

/** A server as a process of its own; `before` is a command line that the command is put behind. */
export async function startServer(
  options: { readonly root: string; readonly state: string; readonly port: number },
  before: readonly string[] = [],
): Promise<{ child: ChildProcess; token: string }> {
  const start = `require(${JSON.stringify(SERVER)}).startLab(${JSON.stringify(options)})`;
  const code = `${start}.then((lab) => process.stdout.write(lab.token + "\\n"));`;
  const [command, ...args] = [...before, process.execPath, "--import", TSX, "-e", code];
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const token = await new Promise<string>((done, failed) => {
    child.stdout?.once("data", (text: Buffer) => done(text.toString().trim()));
    child.once("exit", (exit) => failed(new Error(`the server ended (${exit})`)));
  });
  return { child, token };
}
