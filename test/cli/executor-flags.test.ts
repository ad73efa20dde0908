/** What `--executor` refuses, where no engine need be there to say so. */
import { join, resolve } from "node:path";

import { afterEach, expect, test } from "vitest";

import { run } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
const table = resolve(__dirname, "../../data/synthetic-equity-day.csv");
const known = process.env.IMPACTLAB_REDIS_URL;

afterEach(() => {
  if (known === undefined) delete process.env.IMPACTLAB_REDIS_URL;
  else process.env.IMPACTLAB_REDIS_URL = known;
});

const sweep = (...argv: string[]) =>
  run(["sweep", "-e", table, "--sizes", "[10]", "-o", join(folder.path, "x.csv"), ...argv]);

test.each([
  [["--executor", "reddis"], "--executor must be threads or redis or slurm; did you mean redis?, got"],
  [["--slurm-folder", "x"], "--slurm-folder needs --executor slurm"],
  [["--executor", "redis", "--slurm-partition", "x"], "--slurm-partition needs --executor slurm"],
  [["--executor", "slurm"], "--slurm-folder must name a folder that Slurm's machines see, too"],
])("sweep %j is refused in one sentence", async (argv, sentence) => {
  const { code, stderr } = await sweep(...argv);
  expect(stderr).toContain(`impactlab: ${sentence}`);
  expect(code).toBe(2);
});

test.each([
  ["", "IMPACTLAB_REDIS_URL must be set to the address of a Redis, as redis://host:6379"],
  ["http://host", "IMPACTLAB_REDIS_URL must begin with redis:// or, with TLS, rediss://"],
  ["redis://:secret@ho st", "IMPACTLAB_REDIS_URL must be an address such as redis://host:6379"],
  [
    "redis://me:secret@127.0.0.1:1",
    'Redis that answers, and it does not (connect ECONNREFUSED 127.0.0.1:1), got "redis:',
  ],
])("an address of %j is refused by sweep and worker, and no password is told", async (url, sentence) => {
  process.env.IMPACTLAB_REDIS_URL = url;
  for (const { code, stderr } of [await sweep("--executor", "redis"), await run(["worker", "--workers", "1"])]) {
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain("secret");
    expect(code).toBe(2);
  }
});
