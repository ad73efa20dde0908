import { expect, test } from "vitest";

import { packageVersions, seedsOf } from "../../../src/notebook/provenance/provenance";
import type { RunParameter } from "../../../src/notebook/record/run-record";
import { makeProject } from "../../support/project";

test("packageVersions(root) are the installed versions of its dependencies; none without a package.json", () => {
  const project = makeProject({
    "package.json":
      '{ "dependencies": { "yaml": "*", "danfojs-node": "*", "not-there": "*" }, ' +
      '"devDependencies": { "vitest": "*" } }',
  });
  expect(packageVersions(project.root)).toEqual({
    "danfojs-node": "1.2.0",
    yaml: expect.stringMatching(/^2\./) as string,
  });
  expect(packageVersions(project.notebooks)).toEqual({});
  project.remove();
});

test("seedsOf(parameters) are the numbers whose names hold seed", () => {
  const parameter = (name: string, value: RunParameter["value"]): RunParameter => ({
    name,
    value,
    default: value,
    type: "",
    given: false,
    description: "",
  });
  expect(
    seedsOf([parameter("seed", 0), parameter("bookSeed", 7), parameter("size", 1), parameter("seedling", "a")]),
  ).toEqual({ seed: 0, bookSeed: 7 });
});
