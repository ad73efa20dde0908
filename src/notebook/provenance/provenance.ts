/**
 * Where a run's numbers come from: commit, code, packages, Node.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join } from "node:path";

import type { Provenance, RunParameter } from "../record/run-record";

/** The commit the project is at, and whether its tracked files differ from it; nulls where git cannot tell. */
export function gitState(root: string): Provenance["git"] {
  try {
    return {
      commit: git(root, "rev-parse", "HEAD"),
      dirty: git(root, "status", "--porcelain", "--untracked-files=no") !== "",
    };
  } catch {
    return { commit: null, dirty: null };
  }
}

/**
 * The same for a run that stands on `files`, by path from `root`: dirty too where one of them is in no
 * commit. Other untracked files have nothing to do with it; what lies outside the project has its hash alone.
 */
export function gitStateOf(root: string, state: Provenance["git"], files: readonly string[]): Provenance["git"] {
  const inside = files.filter((path) => !isAbsolute(path));
  if (state.dirty !== false || inside.length === 0) return state;
  return { ...state, dirty: git(root, "--literal-pathspecs", "ls-files", "--others", "--", ...inside) !== "" };
}

function git(root: string, ...args: string[]): string {
  const all = ["--no-optional-locks", "-C", root, ...args];
  return execFileSync("git", all, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 }).trim();
}

/** The installed versions of what the project's package.json depends on. */
export function packageVersions(root: string): Record<string, string> {
  const find = createRequire(join(root, "package.json"));
  const version = (file: string): string => (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
  try {
    const { dependencies = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      dependencies?: Record<string, string>;
    };
    const entries = Object.keys(dependencies)
      .sort()
      .flatMap((name) => {
        const places = (find.resolve.paths(name) ?? []).map((folder) => join(folder, name, "package.json"));
        const file = places.find((place) => existsSync(place));
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
