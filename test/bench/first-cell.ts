/**
 * What the first cell costs in CPU, on Linux: of the whole kernel and its child processes, from start to the end of
 * the cell. Warm, from the snapshot that an install makes; as Jupyter starts it, from Node's script; and cold, with
 * nothing made yet, where the first command has it made beside the kernel, which waits for what it needs of it.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { startKernel } from "../../src/kernel/client/client";
import { kernelCommand } from "../../src/kernel/install/kernelspec";
import { printTable } from "./measure";

const ROOT = resolve(__dirname, "../..");
const CACHE = join(ROOT, "node_modules/.cache/impactlab");
const AHEAD = [join(ROOT, "src/kernel/install/compile-ahead.js"), "--here"];
const CELLS = ["6*7", 'import { allocate, loadEstimates } from "../src"'] as const;
const STARTS = 3;

async function main(): Promise<void> {
  if (!existsSync("/proc/self/stat")) return;
  execFileSync(process.execPath, AHEAD);
  const rows: string[][] = [];
  const add = async (cell: string, state: string, once: () => Promise<Cost>): Promise<void> => {
    const all: Cost[] = [];
    for (let i = 0; i < STARTS; i++) all.push(await once());
    const { seconds, megabytes } = [...all].sort((a, b) => a.seconds - b.seconds)[STARTS >> 1];
    rows.push([cell, state, ...[seconds, ...all.map((cost) => cost.seconds)].map((s) => s.toFixed(2)), `${megabytes}`]);
  };
  for (const cell of CELLS) await add(cell, "warm", () => cost(cell));
  for (const cell of CELLS) await add(cell, "warm, from the script", () => cost(cell, { argv: kernelCommand() }));
  await add(CELLS[1], "cold", () => coldly(CELLS[1]));
  const starts = Array.from({ length: STARTS }, (_, i) => `start ${i + 1}`);
  printTable("Kernel: the first cell, CPU s", ["cell", "cache", "median", ...starts, "memory, MB"], rows);
}

interface Cost {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Without any cache, as straight after an install; all are put back. */
async function coldly(code: string): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), "impactlab-bench-"));
  const aside = `${CACHE}.aside`;
  renameSync(CACHE, aside);
  try {
    const script = `${JSON.stringify(__filename)}`;
    const args = ["--import", "tsx", "-e", `require(${script}).tell(${JSON.stringify(code)})`];
    const told = execFileSync(process.execPath, args, { cwd: ROOT, env: { ...process.env, TMPDIR: folder } });
    return JSON.parse(String(told)) as Cost;
  } finally {
    // What is being made beside it ends first.
    execFileSync(process.execPath, AHEAD);
    rmSync(CACHE, { recursive: true, force: true });
    renameSync(aside, CACHE);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same from a process of its own: one asks for a snapshot once. */
export async function tell(code: string): Promise<void> {
  process.stdout.write(JSON.stringify(await cost(code)));
}

async function cost(code: string, options: { readonly argv?: readonly string[] } = {}): Promise<Cost> {
  const kernel = await startKernel({ folder: join(ROOT, "notebooks"), stderr: "ignore", ...options });
  const { status } = await kernel.execute(code);
  const pid = kernel.process.pid as number;
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  const seconds = cpuSeconds(pid);
  await kernel.kill();
  if (status !== "ok") throw new Error(`${code} ended with ${status}`);
  return { seconds, megabytes: Math.round(Number(kilobytes) / 1024) };
}

/** Of a process, its children that have ended, and those that live; a tick is a hundredth of a second. */
function cpuSeconds(pid: number): number {
  const fields = (id: string | number): string[] => {
    try {
      return readFileSync(`/proc/${id}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
    } catch {
      return []; // it has ended meanwhile
    }
  };
  const own = fields(pid).slice(11, 15);
  const children = readdirSync("/proc").filter((id) => /^\d+$/.test(id) && fields(id)[1] === String(pid));
  return own.reduce((sum, ticks) => sum + Number(ticks) / 100, 0) + children.reduce((s, id) => s + cpuSeconds(+id), 0);
}

if (require.main === module) void main();
