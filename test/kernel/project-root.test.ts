import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { projectRoot } from "../../src/kernel/project-root";
import { makeProject } from "../support/project";

test("projectRoot(folder) is the nearest folder with a package.json, or the folder itself", () => {
  const project = makeProject({});
  const deep = join(project.notebooks, "a", "b");
  mkdirSync(deep, { recursive: true });
  expect(projectRoot(deep)).toBe(project.root);
  expect(projectRoot(project.root)).toBe(project.root);
  project.remove();
  expect(projectRoot("/no/such/folder")).toBe("/no/such/folder");
});
