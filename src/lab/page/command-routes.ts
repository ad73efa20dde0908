/**
 * Commands of the command line that the page gives for a notebook: `POST /impactlab/command/<notebook>`. Each is the
 * command itself in a process of its own; what it says comes line by line, and it ends when the page goes.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { createInterface } from "node:readline";

import { projectRoot } from "../../kernel/project-root";
import { HttpError, lines, type Route } from "../http/route";
import type { LabServices } from "./lab-services";

/** What the page is told: a line of progress, and at the end the outcome. */
export type CommandNews =
  | { readonly progress: string }
  /** `report`: the page it wrote, by the name the page knows files by, where it wrote one. */
  | { readonly exitCode: number | null; readonly output: string; readonly report: string | null };

const MAIN = join(__dirname, "../../impactlab.js");
const REPORTS = "reports";

/** The arguments of each command; undefined where it has nothing to work on. */
const COMMANDS: Readonly<Record<string, (notebook: string, report: string) => readonly string[]>> = {
  check: (notebook) => ["check", notebook],
  run: (notebook) => ["run", notebook, "--out", REPORTS],
  verify: (_notebook, report) => ["verify", report],
};

export function commandRoutes({ contents }: LabServices): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/impactlab/command/*path",
      handle: async (call) => {
        const path = await contents.file(call.params.path);
        const { command = "" } = await call.json<{ command: string }>();
        const known = Object.keys(COMMANDS);
        if (!known.includes(command)) throw new HttpError(400, `command must be one of ${known.join(", ")}.`);
        const root = projectRoot(dirname(path));
        const report = join(root, REPORTS, `${basename(path, ".ipynb")}.html`);
        if (command === "verify" && !existsSync(report))
          throw new HttpError(409, `There is no report of ${basename(path)} to verify yet: run it as a report first.`);
        const args = COMMANDS[command](relative(root, path), relative(root, report));
        const name = contents.nameOf(report);
        const written = command === "run" && !name.startsWith("..") ? name : null;
        return lines(run(args, root, written, call.signal));
      },
    },
  ];
}

async function* run(
  args: readonly string[],
  folder: string,
  report: string | null,
  signal: AbortSignal,
): AsyncIterable<CommandNews> {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  // As Ctrl-C: what the command has begun it ends in order.
  const stop = (): void => void child.kill("SIGINT");
  signal.addEventListener("abort", stop);
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  const said: string[] = [];
  try {
    for await (const line of createInterface({ input: child.stderr })) {
      said.push(line);
      yield { progress: line };
    }
    const exitCode = await ended;
    const told = exitCode === 0 || output !== "" ? output : said.join("\n");
    yield { exitCode, output: told, report: report !== null && exitCode !== 2 ? report : null };
  } finally {
    signal.removeEventListener("abort", stop);
    if (child.exitCode === null) stop();
  }
}
