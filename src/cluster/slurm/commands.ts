/** Slurm's own commands, as far as a run needs them. */
import { execFile, type ExecFileException } from "node:child_process";

import { InputError } from "../../base/input-error";

/** An array element, by its array's job number and its place in that. */
export interface ArrayPlace {
  readonly array: string;
  readonly index: number;
}

/** @throws an Error of one sentence where the command fails, an InputError where there is no Slurm. */
function slurm(command: string, argv: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const told = (error: ExecFileException | null, stdout: string, stderr: string): void => {
      if (error === null) resolve(stdout);
      else if (error.code === "ENOENT")
        reject(new InputError("executor", "needs Slurm's commands on the PATH, and there is no such one", command));
      else reject(new Error(`${command} failed: ${stderr.trim().split("\n").join("; ") || error.message}`));
    };
    const child = execFile(command, [...argv], { encoding: "utf8", maxBuffer: 1 << 28 }, told);
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

/** The site's MaxArraySize: an index must be below it. */
export async function maxArraySize(): Promise<number> {
  return Number(/^MaxArraySize\s*=\s*(\d+)/m.exec(await slurm("scontrol", ["show", "config"]))?.[1] ?? 1001);
}

/** Submits a script as an array and returns its job number. Only PATH goes along: no secret of this environment. */
export async function submitArray(
  script: string,
  indices: readonly number[],
  partition: string | undefined,
  output: string,
): Promise<string> {
  const where = partition === undefined ? [] : [`--partition=${partition}`];
  const argv = ["--parsable", `--array=${rangesOf(indices)}`, "--export=PATH", "--job-name=impactlab", "--no-requeue"];
  const stdout = await slurm("sbatch", [...argv, `--output=${output}`, ...where], script);
  return stdout.trim().split(";")[0];
}

/** The elements that wait or run, and whether they run. */
export async function queued(arrays: readonly string[]): Promise<(ArrayPlace & { readonly running: boolean })[]> {
  const stdout = await slurm("squeue", ["--noheader", "--array", "--me", "--format=%F %K %t"]);
  return stdout.split("\n").flatMap((line) => {
    const [array, index, state] = line.trim().split(/\s+/);
    const ends = ["CA", "CD", "F", "TO", "NF", "OOM", "BF", "DL", "PR"].includes(state);
    return arrays.includes(array) && !ends ? [{ array, index: Number(index), running: state !== "PD" }] : [];
  });
}

export async function cancel(arrays: readonly string[]): Promise<void> {
  if (arrays.length > 0) await slurm("scancel", arrays);
}

/** Ascending numbers as Slurm writes them: 0-3,7. */
export function rangesOf(indices: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const index of indices) {
    const last = ranges[ranges.length - 1];
    if (last !== undefined && last[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(",");
}
