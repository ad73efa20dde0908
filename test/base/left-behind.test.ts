/** What processes that were killed leave behind, and who may remove it. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { temporaryFolder as testFolder } from "../support/temporary-folder";

const MODULE = resolve(__dirname, "../../src/base/left-behind");
const MAKES = `
const { mkdirSync, writeFileSync } = require("node:fs");
require(${JSON.stringify(require.resolve("tsx/cjs"))});
const { nameBeside, temporaryFolder } = require(${JSON.stringify(MODULE)});
writeFileSync(temporaryFolder("run") + "/file", "");
writeFileSync(nameBeside("a.txt"), "");
mkdirSync(nameBeside("files"));
`;

const folder = testFolder();
let place: string;
let children: ChildProcess[];

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(folder.path, "place-")));
  children = [];
  vi.stubEnv("TMPDIR", place);
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const child of children) child.kill("SIGKILL");
});

/** The module as another process has it, to which every folder is new. */
async function anew(): Promise<typeof import("../../src/base/left-behind")> {
  vi.resetModules();
  return import("../../src/base/left-behind");
}

/** What is left of others once somebody has made something of their own here. */
async function leftAfter(): Promise<string[]> {
  const { nameBeside } = await anew();
  nameBeside(join(place, "x"));
  return readdirSync(place).sort();
}

describe("temporaryFolder(kind), nameBeside(path)", () => {
  test("remove what a killed process has left, and nothing of one that is at work", async () => {
    // tsx keeps a folder there, too.
    const there = (): string[] => readdirSync(place).filter((name) => !name.startsWith("tsx-"));
    children.push(spawn(process.execPath, ["-e", `${MAKES} setInterval(() => {}, 1000);`], { cwd: place }));
    while (there().length < 3 && children[0].exitCode === null) await delay(20);
    const atWork = there();
    spawnSync(process.execPath, ["-e", `${MAKES} process.kill(process.pid, "SIGKILL");`], { cwd: place });
    expect(there()).toHaveLength(6);
    const { temporaryFolder } = await anew();
    const own = temporaryFolder("run");
    expect(statSync(own).mode & 0o777).toBe(0o700);
    expect(there().sort()).toEqual([basename(own), ...atWork].sort());
  });

  test.runIf(process.platform === "linux")("know a process that has the number of one that has gone", async () => {
    const { nameBeside } = await anew();
    const [, machine, pid, began, n] = /\.(\w+)-(\w+)-(\w+)-(\w+)\.part$/.exec(nameBeside("a")) as RegExpExecArray;
    const earlier = (parseInt(began, 36) - 1).toString(36);
    for (const mark of [`${machine}-${pid}-${began}-${n}`, `${machine}-${pid}-0-${n}`, `${machine}-1-0-0`])
      mkdirSync(join(place, `impactlab-run-${mark}`));
    const kept = readdirSync(place).sort();
    writeFileSync(join(place, `.a.txt.${machine}-${pid}-${earlier}-${n}.part`), "");
    expect(await leftAfter()).toEqual(kept);
  });

  test.runIf(process.platform === "linux")("take one that nobody has waited for to have gone", async () => {
    const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
    children.push(parent);
    const pid = Number(await new Promise<Buffer>((told) => parent.stdout?.once("data", told)));
    const { nameBeside } = await anew();
    const name = basename(nameBeside("a")).replace(`-${process.pid.toString(36)}-`, `-${pid.toString(36)}-`);
    writeFileSync(join(place, name.replace(/-[0-9a-z]+(?=-[0-9a-z]+\.part$)/, "-0")), "");
    await delay(300);
    expect(await leftAfter()).toEqual([]);
  });

  test("leave what is another machine's, another user's, or called so by chance", async () => {
    const gone = spawnSync(process.execPath, ["-e", ""]).pid.toString(36);
    const { nameBeside } = await anew();
    const [machine] = /[0-9a-f]{8}(?=-\w+-\w+-\w+\.part$)/.exec(nameBeside("a")) as RegExpExecArray;
    const names = [
      `.a.txt.${machine === "00000000" ? "1" : "0"}0000000-${gone}-0-0.part`,
      `a.txt.${machine}-${gone}-0-0.part`,
      `.a.txt.${machine}-${gone}-0-0.parts`,
      ".a.txt.part",
      "impactlab-run-AbCdEf",
    ];
    for (const name of names) writeFileSync(join(place, name), "");
    if (process.getuid?.() === 0) {
      const theirs = `.b.txt.${machine}-${gone}-0-0.part`;
      names.push(theirs);
      writeFileSync(join(place, theirs), "");
      chownSync(join(place, theirs), 65534, 65534);
    }
    writeFileSync(join(place, `.c.txt.${machine}-${gone}-0-0.part`), "");
    expect(await leftAfter()).toEqual(names.sort());
  });

  test("give names of their own, which the disk takes, also in a folder that is not there", async () => {
    const { nameBeside, temporaryFolder } = await anew();
    const names = ["a", "a", "x".repeat(255), "\u4e2d".repeat(85)].map((name) => nameBeside(join(place, name)));
    for (const name of names) writeFileSync(name, "", { flag: "wx" });
    expect(basename(nameBeside(join(place, "none", "a")))).toMatch(/^\.a\./);
    vi.stubEnv("TMPDIR", join(place, "none"));
    expect(() => temporaryFolder("run")).toThrow("must be a place to write a file, and its folder does not exist");
  });
});
