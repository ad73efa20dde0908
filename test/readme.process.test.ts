/** Runs what the README shows: every command in a shell, the example as a program. */
import { execFileSync, execSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { expect, test } from "vitest";

const ROOT = resolve(__dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");

function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, body]) => body);
}

/** Commands that this very run, .ci/run around it, or the test of the main job carries out. */
const ELSEWHERE = ["npm ci && npm start", "npm ci && npm test"];

/** A folder like the project's, so that what the commands write does not land in the project. */
function workspace(): string {
  const folder = mkdtempSync(join(tmpdir(), "impactlab-readme-"));
  for (const name of ["src", "node_modules", "package.json"]) symlinkSync(join(ROOT, name), join(folder, name));
  for (const name of ["data", "notebooks"]) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  return folder;
}

test("every command of the README runs and prints something", () => {
  const commands = blocks("sh").flatMap((block) => block.trim().split("\n"));
  expect(commands).toEqual(expect.arrayContaining(ELSEWHERE));
  const cwd = workspace();
  const run = commands.filter((command) => !ELSEWHERE.includes(command));
  expect(run.length).toBeGreaterThan(4);
  for (const command of run) {
    const output = execSync(`${command} 2>&1`, { cwd, encoding: "utf8" });
    expect(output.length, command).toBeGreaterThan(40);
  }
}, 600_000);

test("the README's examples run, one after the other, and print what the README says", () => {
  const examples = blocks("ts");
  expect(examples.length).toBe(2);
  const folder = mkdtempSync(join(tmpdir(), "impactlab-example-"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(folder, "example.ts"),
    examples.join("\n").replaceAll('"../src"', JSON.stringify(join(ROOT, "src/index.ts"))),
  );
  const output = execFileSync(process.execPath, ["--import", "tsx", join(folder, "example.ts")], {
    cwd: join(ROOT, "src"),
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const claims = [
    ...README.split("It prints")[1]
      .split("\n")[0]
      .matchAll(/`([^`]+)`/g),
  ].map(([, claim]) => claim);
  expect(claims.length).toBe(2);
  for (const claim of claims) expect(output).toContain(claim);
  for (const strategy of ["plain", "TWAP", "shrunk", "averaged", "capped"]) expect(output).toContain(strategy);
});

test("every file the README links to exists", () => {
  const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => path);
  for (const path of links) expect(() => readFileSync(join(ROOT, path))).not.toThrow();
  expect(links.length).toBeGreaterThan(4);
});
