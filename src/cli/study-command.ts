/** `impactlab study`: arguments into a call. */
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

import type { Command } from "commander";

import type { CommandLine } from "./command-line";
import { addExecutorFlags, withExecutor, type ExecutorFlags } from "./executor-flags";
import { interruptible } from "./interruptible";
import { workersFlag } from "./flags/number-flags";

interface StudyFlags extends ExecutorFlags {
  readonly out?: string;
  readonly resume?: boolean;
  readonly json?: boolean;
  readonly workers?: number | "auto";
}

export function addStudy(command: Command, line: CommandLine): void {
  command
    .argument(
      "<file>",
      "study file: study, estimates, side, size, what varies, how many points or draws, seed; " +
        "- for standard input, as of a file study.yaml in this folder",
    )
    .option("-o, --out <folder>", "folder for NAME.html, NAME.json and NAME.csv (default: beside the study file)")
    .option("--workers <count>", "worker threads, or auto, instead of what the file says", workersFlag);
  addExecutorFlags(command)
    .option("--resume", "go on with a study that was interrupted")
    .option("--json", "print the results as JSON, as NAME.json has them")
    .action((file: string, { json, ...flags }: StudyFlags) =>
      interruptible(line, async (signal) => {
        // Only here, as it loads zod and yaml.
        const { studyToFile } =
          require("../sensitivity/study/study-to-file") as typeof import("../sensitivity/study/study-to-file");
        const { studyPage } = require("./study-page") as typeof import("./study-page");
        const [path, given] = file === "-" ? ["study.yaml", await text(line.io.stdin)] : [file, undefined];
        await withExecutor(flags, line, async (executor) => {
          const { out, resume, workers } = flags;
          const options = { out, resume, workers, executor, page: studyPage, text: given, signal };
          const result = await studyToFile(path, options, line.io.stderr);
          const written = result.files.find((name) => name.endsWith(".json")) as string;
          line.io.stdout.write(json ? readFileSync(written, "utf8") : result.text);
          line.io.stderr.write(`${result.files.join("\n")}\n`);
        });
      }),
    );
}
