/** The `impactlab` command as a process, once each for what only a process shows; the rest is tested in-process. */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { expect, test } from "vitest";

import { temporaryFolder } from "../support/temporary-folder";

const ROOT = resolve(__dirname, "../..");
const IMPACTLAB = join(ROOT, "src/impactlab.js");
const folder = temporaryFolder();
const impactlab = (argv: string[], input = "") =>
  spawnSync(process.execPath, [IMPACTLAB, ...argv], { cwd: folder.path, encoding: "utf8", input });

const BOOK = join(ROOT, "data/synthetic-book-mbp10.csv");
const CURVES = "# convention: total\nbin,alpha,beta\n10:00,0.1,1.5\n10:01,0.2,1.4\n";
const STUDY = "study: local\nestimates: curves.csv\nsize: 1k\nvary: { level: { sd: 0.1 } }\n";

test.each([
  ["allocate", ["allocate", "--model", "-", "--size", "1k"], CURVES, "1000 shares over 2 bins, convex: optimal", []],
  ["estimate", ["estimate", BOOK, "--format", "mbp10", "-o", "e.csv"], "", "", ["e.csv"]],
  ["generate", ["generate", "day", "-o", "day.parquet"], "", "", ["day.parquet"]],
  ["sweep", ["sweep", "-e", "-", "--sizes", "[1k, 2k]", "-o", "s.csv"], CURVES, "", ["s.csv"]],
  ["study", ["study", "-"], STUDY, "derivative", ["study.csv", "study.html", "study.json"]],
])("impactlab %s as a process: exit code, input, output and files", (_, argv, input, says, files) => {
  folder.file("curves.csv", CURVES);
  const { status, stdout, stderr } = impactlab(argv, input);
  expect(stderr).not.toContain("impactlab:");
  expect(status).toBe(0);
  expect(stdout).toContain(says);
  expect(readdirSync(folder.path)).toEqual(expect.arrayContaining(files));
});

test("an exit code of main is the process's: 2 for wrong input, in one sentence", () => {
  const { status, stdout, stderr } = impactlab(["allocate", "--alpha", "1", "--beta", "2", "--size", "ten"]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toBe('impactlab: --size must be a number, got "ten"\n');
});

test("Ctrl-C ends a process with 130 and leaves no half file; a reader that has enough is no failure", async () => {
  const child = spawn(process.execPath, [IMPACTLAB, "generate", "book", "--minutes", "20k", "-o", "interrupted.csv"], {
    cwd: folder.path,
  });
  const ended = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  const interrupted = (): string[] => readdirSync(folder.path).filter((name) => name.includes("interrupted"));
  while (interrupted().length === 0) await new Promise((done) => setTimeout(done, 20));
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(interrupted()).toEqual([]);
  const command = `"${process.execPath}" "${IMPACTLAB}" generate --help | head -c 1`;
  expect(spawnSync("bash", ["-o", "pipefail", "-c", command], { encoding: "utf8" })).toMatchObject({ stdout: "U" });
});

test("impactlab complete bash prints a script by which bash completes commands and options", () => {
  const script = impactlab(["complete", "bash"]).stdout;
  // As bash does at a press of tab: the words so far, and the function that is registered for the command.
  const press = (line: string): string => `
    impactlab() { "${process.execPath}" "${IMPACTLAB}" "$@"; }
    ${script}
    COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; COMP_WORDS=(${line.endsWith(" ") ? `${line} ''` : line})
    COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
    _impactlab_completion; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const completions = (line: string): string[] =>
    spawnSync("bash", ["-c", press(line)], { encoding: "utf8" })
      .stdout.split("\n")
      .filter((text) => text !== "");
  expect(completions("impactlab st")).toEqual(["study"]);
  expect(completions("impactlab sweep --tw")).toEqual(["--twap"]);
  expect(completions("impactlab run ")).toEqual([]); // files, by bash's own default
  expect(script).toContain("complete -o default -F _impactlab_completion impactlab");
});

test("a temporary folder that is none is exit code 2 in one sentence", () => {
  const env = { ...process.env, TMPDIR: folder.file("no-folder", "") };
  const { status, stderr } = spawnSync(process.execPath, [IMPACTLAB, "--version"], { encoding: "utf8", env });
  expect(stderr).toBe(
    `impactlab: TMPDIR must be a folder that may be written to (EEXIST), got ${JSON.stringify(env.TMPDIR)}\n`,
  );
  expect(status).toBe(2);
});

const asRoot = process.platform === "linux" && process.getuid?.() === 0;
test.runIf(asRoot && spawnSync("unshare", ["-m", "true"]).status === 0)(
  "a temporary folder on a full disk is exit code 2 in one sentence, and watch waits for nothing then",
  () => {
    const full = (inodes: number, ...args: string[]) => {
      const place = join(folder.path, "full");
      mkdirSync(place, { recursive: true });
      const mount = `mount -t tmpfs -o nr_inodes=${inodes} tmpfs "$0" && TMPDIR="$0" exec "$@"`;
      const command = ["-m", "sh", "-c", mount, place, process.execPath, IMPACTLAB, ...args];
      const { status, stderr } = spawnSync("unshare", command, { encoding: "utf8", cwd: ROOT, timeout: 60_000 });
      return [status, stderr.replace(place, "PLACE")];
    };
    const none = 'impactlab: TMPDIR must be a folder that may be written to (ENOSPC), got "PLACE"\n';
    expect(full(1, "--version")).toEqual([2, none]);
    // Room for a run's folder, and none for what it writes there.
    const [status, said] = full(2, "watch", "notebooks/01-quickstart.ipynb");
    const sentence = expect.stringContaining("PLACE must be a place to write a file, and its disk is full");
    expect([status, said]).toEqual([2, sentence]);
  },
);

test("the bin of package.json is src/impactlab.js, which a shell can start", () => {
  const { bin } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { bin: Record<string, string> };
  expect(spawnSync(join(ROOT, bin.impactlab), ["--version"], { encoding: "utf8" }).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.skipIf(!existsSync("/dev/full"))("a full disk behind `> file` is exit code 1 in one sentence", () => {
  const full = openSync("/dev/full", "w");
  const argv = [IMPACTLAB, "generate", "--help"];
  const { status, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8", stdio: ["ignore", full, "pipe"] });
  closeSync(full);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^impactlab: standard output could not be written: ENOSPC[^\n]*\n$/);
});
