/**
 * Other Nodes than the one that runs the tests, which npx fetches from the npm registry. Where it cannot,
 * the path is undefined and what needs one skips.
 */
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";

/** The oldest that the project promises, and the lines since. */
const VERSIONS = ["20.19.0", "22", "24"];

export interface OtherNode {
  readonly name: string;
  /** Of the executable. */
  readonly path: string | undefined;
}

export const OTHER_NODES: readonly OtherNode[] = VERSIONS.filter(
  (version) => !process.version.startsWith(`v${version.split(".")[0]}.`),
).map((version) => ({ name: `Node ${version}`, path: fetched(version) }));

function fetched(version: string): string | undefined {
  const argv = ["-y", `node@${version}`, "-p", "process.execPath"];
  // Away from the project, all of whose packages npx would read first.
  const { status, stdout } = spawnSync("npx", argv, { cwd: tmpdir(), encoding: "utf8", timeout: 300_000 });
  return status === 0 ? stdout.trim() : undefined;
}
