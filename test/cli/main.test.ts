import { expect, test } from "vitest";

import { version } from "../../package.json";
import { STUDIES } from "../../src/sensitivity/study/study-fields";
import { createProgram, run } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";

const { file } = temporaryFolder();

/** Every command, and a flag or an argument that its help must name. */
const COMMANDS: readonly [string, string][] = [
  ["allocate", "--baselines"],
  ["estimate", "--min-sizes"],
  ["generate day", "--seed"],
  ["generate book", "--minutes"],
  ["rebuild", "--step"],
  ["sweep", "--betas"],
  ["study", "--json"],
  ["worker", "--workers"],
  ["run", "--timeout"],
  ["check", "<notebooks...>"],
  ["verify", "--tolerance"],
  ["watch", "--port"],
  ["kernel install", "--sys-prefix"],
  ["kernel uninstall", "--prefix"],
  ["kernel list", "--prefix"],
  ["lab", "--port"],
  ["complete", "<shell>"],
];

test("impactlab --help names every command, and each explains itself", async () => {
  const { code, stdout, stderr } = await run(["--help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const named = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
  expect(named).toEqual([...new Set(COMMANDS.map(([name]) => name.split(" ")[0])), "help"]);
  for (const [name, flag] of COMMANDS) {
    const help = await run([...name.split(" "), "--help"]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toContain(`Usage: impactlab ${name}`);
    expect(help.stdout).toContain(flag);
  }
});

test("impactlab study --help names every kind of study", async () => {
  const { stdout } = await run(["study", "--help"]);
  for (const kind of STUDIES) expect(stdout.replace(/\s+/g, " ")).toContain(kind);
});

test("the list of commands says of each what commander makes of its flags and arguments", () => {
  for (const command of createProgram({ io: process, exitCode: 0 }).commands) {
    const listed = command.usage();
    command.usage("");
    expect(`${command.name()} ${listed}`).toBe(`${command.name()} ${command.usage()}`);
  }
});

test("createProgram(line, words) loads the command that is asked for, and lists all", () => {
  const program = createProgram({ io: process, exitCode: 0 }, ["node", "impactlab", "sweep", "--twap"]);
  const all = createProgram({ io: process, exitCode: 0 });
  expect(program.helpInformation()).toBe(all.helpInformation());
  expect(program.commands.filter(({ options }) => options.length > 0).map((command) => command.name())).toEqual([
    "sweep",
  ]);
});

test("impactlab --version prints the version of package.json", async () => {
  expect(await run(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test.each([
  [["alocate"], "unknown command 'alocate'"],
  [["allocate", "--alpha", "1", "--beta", "2", "--size", "1", "--szie", "1"], "unknown option '--szie'"],
  [["complete", "ksh"], "Allowed choices are bash, zsh, fish."],
])("main(argv) returns 2 for %j and says why", async (argv, message) => {
  const { code, stdout, stderr } = await run(argv);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^impactlab: /);
  expect(stderr).toContain(message);
});

test.each([
  [["allocate", "--alpha", "1,2", "--beta", "2,2", "--size", "9", "--cap", "1"], "--cap must leave room for the size"],
  [["sweep", "-e", "MODEL", "--sizes", "[2, 1]", "-o", "x.csv"], "--sizes[1] must rise from 2, got 1"],
  [["sweep", "-e", "MODEL", "--sizes", "[1]", "--workers", "0", "-o", "x.csv"], '--workers must be "auto" or a whole'],
  [["estimate", "none.csv", "--min-sizes", "1", "-o", "x.csv"], "--min-sizes must be a whole number from 2, got 1"],
  [["estimate", "none.csv", "--bin", "7s", "-o", "x.csv"], "--bin must be whole milliseconds and divide a day"],
])("main(argv) tells an error of an option by its flag: %j", async (argv, message) => {
  const model = file("model.json", '{"alpha":[1],"beta":[2],"convention":"total"}');
  const { code, stderr } = await run(argv.map((word) => (word === "MODEL" ? model : word)));
  expect(code).toBe(2);
  expect(stderr).toContain(`impactlab: ${message}`);
});
