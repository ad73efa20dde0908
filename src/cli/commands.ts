/**
 * Every command by its name: what the list of commands says of it, and where its flags and its work are. Only what is
 * asked for is loaded, so that `--help` and a mistyped command answer at once.
 */
import type { Command } from "commander";

import type { CommandLine } from "./command-line";

export interface CommandEntry {
  /** What may follow the name, as commander works it out of the flags and arguments; a test holds them equal. */
  readonly usage: string;
  readonly description: string;
  /** Not in the list. */
  readonly hidden?: true;
  /** What adds its arguments, flags and action. */
  readonly load: () => (command: Command, line: CommandLine) => void;
}

const loadRunCommands = () => require("./run-commands") as typeof import("./run-commands");
const loadCompleteCommand = () => require("./complete-command") as typeof import("./complete-command");

/** In the order of the list. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  allocate: {
    usage: "[options]",
    description: "Allocate a parent order over time bins at the lowest total cost sum alpha * x^beta",
    load: () => (require("./allocate-command") as typeof import("./allocate-command")).addAllocate,
  },
  estimate: {
    usage: "[options] <book>",
    description: "Fit an impact curve alpha * x^beta a time bin to an order book, plain or gzip",
    load: () => (require("./estimate-command") as typeof import("./estimate-command")).addEstimate,
  },
  generate: {
    usage: "[options] [command]",
    description: "Make synthetic data from a seed",
    load: () => (require("./generate-command") as typeof import("./generate-command")).addGenerate,
  },
  rebuild: {
    usage: "[options] <log>",
    description: "Rebuild snapshots of a book from a log of its order events, for estimate to read",
    load: () => (require("./rebuild-command") as typeof import("./rebuild-command")).addRebuild,
  },
  sweep: {
    usage: "[options]",
    description: "Solve over a grid of parent-order sizes and beta regimes",
    load: () => (require("./sweep-command") as typeof import("./sweep-command")).addSweep,
  },
  study: {
    usage: "[options] <file>",
    description: "Run a study (local, sobol, morris, montecarlo or walk-forward) that a small YAML file describes",
    load: () => (require("./study-command") as typeof import("./study-command")).addStudy,
  },
  worker: {
    usage: "[options]",
    description:
      "Do the work of sweeps and studies run with --executor redis, until Ctrl-C; the address of Redis is in " +
      "IMPACTLAB_REDIS_URL",
    load: () => (require("./worker-command") as typeof import("./worker-command")).addWorker,
  },
  run: {
    usage: "[options] <notebooks...>",
    description: "Run notebooks in a kernel each, and write what they show as notebook and report",
    load: () => loadRunCommands().addRun,
  },
  check: {
    usage: "[options] <notebooks...>",
    description: "Type-check the cells of notebooks against the source as it is now, without running them",
    load: () => loadRunCommands().addCheck,
  },
  verify: {
    usage: "[options] <report>",
    description:
      "Run a report's notebook, which lies in this project, again with the same parameters, and say what differs",
    load: () => (require("./verify-command") as typeof import("./verify-command")).addVerify,
  },
  watch: {
    usage: "[options] <notebook>",
    description: "Run a notebook, and again from the cell that was edited on, in one kernel; its page follows",
    load: () => (require("./watch-command") as typeof import("./watch-command")).addWatch,
  },
  kernel: {
    usage: "[options] [command]",
    description: "the Jupyter kernel for TypeScript notebooks",
    load: () => (require("./kernel-commands") as typeof import("./kernel-commands")).addKernelCommands,
  },
  lab: {
    usage: "[options] [notebook]",
    description: "Work in the notebooks, in the browser",
    load: () => (require("./lab-command") as typeof import("./lab-command")).addLab,
  },
  complete: {
    usage: "[options] <shell>",
    description: "Print a script by which the shell completes impactlab's commands, options and files",
    load: () => loadCompleteCommand().addComplete,
  },
  "completion-server": {
    usage: "[words...]",
    description: "",
    hidden: true,
    load: () => loadCompleteCommand().addCompletionServer,
  },
};
