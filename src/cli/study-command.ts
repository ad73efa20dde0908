/** `impactlab study`: arguments into a call. */
import type { Command } from "commander";

import type { CommandLine } from "./command-line";
import { interruptible } from "./interruptible";
import { workersFlag } from "./number-flags";
import { studyPage } from "./study-page";

interface StudyFlags {
  readonly out?: string;
  readonly resume?: boolean;
  readonly workers?: number | "auto";
}

export function addStudyCommand(program: Command, line: CommandLine): void {
  program
    .command("study")
    .description("Run a sensitivity study (local, sobol, morris or montecarlo) that a small YAML file describes")
    .argument("<file>", "study file: study, estimates, side, size, what varies, how many points or draws, seed")
    .option("-o, --out <folder>", "folder for NAME.html, NAME.json and NAME.csv (default: beside the study file)")
    .option("--workers <count>", "worker threads, or auto, instead of what the file says", workersFlag)
    .option("--resume", "go on with a study that was interrupted")
    .action((file: string, { out, resume, workers }: StudyFlags) =>
      interruptible(line, async (signal) => {
        // Only here, as it loads zod, yaml and danfo.
        const { studyToFile } =
          require("../sensitivity/study/study-to-file") as typeof import("../sensitivity/study/study-to-file");
        const { text, files } = await studyToFile(
          file,
          { page: studyPage, out, resume, workers, signal },
          line.io.stderr,
        );
        line.io.stdout.write(text);
        line.io.stderr.write(`${files.join("\n")}\n`);
      }),
    );
}
