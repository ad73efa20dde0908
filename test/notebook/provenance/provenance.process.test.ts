import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

import { gitState, gitStateOf } from "../../../src/notebook/provenance/provenance";
import { makeProject } from "../../support/project";

test("gitState(root) tells the commit and whether tracked files differ from it; nulls where there is none", () => {
  const project = makeProject({ ".gitignore": "node_modules\nreports\n" });
  const git = (...args: string[]): string => execFileSync("git", ["-C", project.root, ...args], { encoding: "utf8" });
  expect(gitState(project.root)).toEqual({ commit: null, dirty: null });
  git("init", "-q");
  expect(gitState(project.root)).toEqual({ commit: null, dirty: null });
  git("add", "-A");
  git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "x");
  const commit = git("rev-parse", "HEAD").trim();
  expect(gitState(project.root)).toEqual({ commit, dirty: false });
  project.write("reports/ignored.html", "");
  expect(gitState(project.root)).toEqual({ commit, dirty: false });
  project.write("src/new.ts", "");
  expect(gitState(project.root)).toEqual({ commit, dirty: false });
  project.write(".gitignore", "node_modules\n");
  expect(gitState(project.root)).toEqual({ commit, dirty: true });
  project.remove();
});

test("gitStateOf(root, state, files) is dirty where a file of the run is in no commit, whatever else is not", () => {
  const project = makeProject({ "src/a.ts": "", "src/[x].ts": "" });
  const git = (...args: string[]): string => execFileSync("git", ["-C", project.root, ...args], { encoding: "utf8" });
  git("init", "-q");
  git("add", "src");
  git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "x");
  project.write("study.yaml", "");
  project.write("src/x.ts", "");
  project.write(".gitignore", "private.csv\n");
  project.write("private.csv", "");
  const state = gitState(project.root);
  const dirty = (...files: string[]) => gitStateOf(project.root, state, files).dirty;
  expect([state.dirty, dirty(), dirty("src/a.ts", "src/[x].ts", "/etc/hosts")]).toEqual([false, false, false]);
  for (const file of ["study.yaml", "src/x.ts", "private.csv"]) expect(dirty("src/a.ts", file)).toBe(true);
  expect(gitStateOf(project.root, { commit: null, dirty: null }, ["study.yaml"])).toEqual({
    commit: null,
    dirty: null,
  });
  project.remove();
});
