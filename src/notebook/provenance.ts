/**
 * Where a run's numbers come from: commit, code, packages, Node.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import type { Provenance, RunParameter } from "./run-record";

/** The commit the project is at, and whether its tree differs from it; nulls where git cannot tell. */
export function gitState(root: string): Provenance["git"] {
  const git = (...args: string[]): string =>
    execFileSync("git", ["--no-optional-locks", "-C", root, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 }).trim();
  try {
    return { commit: git("rev-parse", "HEAD"), dirty: git("status", "--porcelain") !== "" };
  } catch {
    return { commit: null, dirty: null };
  }
}

/** The installed versions of what the project's package.json depends on. */
export function packageVersions(root: string): Record<string, string> {
  const find = createRequire(join(root, "package.json"));
  const version = (file: string): string => (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
  try {
    const { dependencies = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies?: Record<string, string> };
    const entries = Object.keys(dependencies).sort().flatMap((name) => {
      const file = (find.resolve.paths(name) ?? []).map((folder) => join(folder, name, "package.json")).find(isReadable);
      return file === undefined ? [] : [[name, version(file)]];
    });
    return Object.fromEntries(entries) as Record<string, string>;
  } catch {
    return {};
  }
}

/** The parameters that seed random numbers, by their names. */
export function seedsOf(parameters: readonly RunParameter[]): Record<string, number> {
  const seeds = parameters.filter(({ name, value }) => /seed/i.test(name) && typeof value === "number");
  return Object.fromEntries(seeds.map(({ name, value }) => [name, value as number]));
}

function isReadable(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}
