import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";

import { formatNotebook } from "../../src/notebook/notebook-document";
import { EVERYTHING } from "../support/notebook-file";
import { PYTHON, pythonWith, testWith } from "../support/tools";

testWith(pythonWith("nbformat"), "python3-nbformat")(
  "formatNotebook(notebook) writes the bytes that Jupyter's own nbformat writes, and it validates",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "impactlab-nbformat-"));
    const file = join(folder, "a.ipynb");
    writeFileSync(file, formatNotebook(EVERYTHING));
    const script = `
import io, sys, nbformat
text = io.open(sys.argv[1], encoding="utf8", newline="").read()
notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
nbformat.validate(notebook)
ours, theirs = text, nbformat.writes(notebook) + "\\n"
pairs = zip(ours.split("\\n"), theirs.split("\\n"))
assert ours == theirs, "different: " + repr([(a, b) for a, b in pairs if a != b][:3])
assert not nbformat.writes(notebook, split_lines=False) + "\\n" == ours`;
    const { status, stderr } = spawnSync(PYTHON, ["-c", script, file], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    rmSync(folder, { recursive: true });
  },
);
