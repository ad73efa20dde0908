/**
 * Holds the README: every command that it shows is run, and does what it promises; so do its examples.
 * A command that joins the README must join the table of promises, or the list of those proven elsewhere.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

import { expect, test } from "vitest";

import { bin, version } from "../package.json";
import { writeNotebook } from "./support/notebook-file";
import { temporaryFolder } from "./support/temporary-folder";

const ROOT = resolve(__dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const cwd = temporaryFolder().path;

interface Done {
  readonly stdout: string;
  readonly stderr: string;
}

const read = (path: string): string => readFileSync(join(cwd, path), "utf8");
const json = (text: string): unknown => JSON.parse(text) as unknown;

const SWEEP =
  "npx impactlab sweep --estimates data/synthetic-equity-day.csv " +
  '--sizes "logspace(3, 6, 20)" --betas "range(0.8, 1.6, 0.1)" -o surface.csv';
/** The one command that npx itself starts, and so finds: for it npx reads all of node_modules, seconds each time. */
const BY_NPX = "npx impactlab --version";
const STUDY =
  "printf 'study: sobol\\nestimates: data/synthetic-equity-day.csv\\nsize: 250k\\n" +
  "vary: {level: {sd: 0.2}, exponent: {sd: 0.05}}\\n' > study.yaml && npx impactlab study study.yaml";

/** What each command promises, in the order of the README: later ones read what earlier ones wrote. */
const PROMISES: Readonly<Record<string, (done: Done) => void>> = {
  "npx impactlab run notebooks/01-quickstart.ipynb -p size=1000,5000 -p side=sell --out my-reports": ({ stdout }) => {
    expect(stdout).toBe("my-reports/index.html\n");
    const index = read("my-reports/index.html");
    for (const size of ["1000", "5000"]) {
      expect(readdirSync(join(cwd, "my-reports"))).toEqual(
        expect.arrayContaining([".html", ".ipynb", ".report.json"].map((end) => `01-quickstart-size-${size}${end}`)),
      );
      expect(read(`my-reports/01-quickstart-size-${size}.html`)).toContain("sell");
      expect(index).toContain(`01-quickstart-size-${size}.html`);
    }
    for (const headline of ["Twice", "2000", "10000"]) expect(index.replace(/(\d),(\d)/g, "$1$2")).toContain(headline);
  },
  "npx impactlab verify my-reports/01-quickstart-size-1000.html": ({ stdout }) =>
    expect(stdout).toBe("notebooks/01-quickstart.ipynb: the same, 2 cells and 1 number within 1e-9\n"),
  "npx impactlab check notebooks": ({ stdout }) =>
    expect(stdout).toBe("notebooks/01-quickstart.ipynb: 2 cells, no type errors\n"),
  [BY_NPX]: ({ stdout }) => expect(stdout).toBe(`${version}\n`),
  "npx impactlab allocate --help": ({ stdout }) => {
    for (const text of ["Usage: impactlab allocate", "--size <shares>", "--model <file>"])
      expect(stdout).toContain(text);
  },
  "npx impactlab allocate --alpha 0.1,0.2 --beta 1.5,1.4 --size 1k": ({ stdout }) => {
    expect(stdout).toContain("1000 shares over 2 bins, convex: optimal");
    expect(stdout).toContain("│ 0   │ 501.49663 │        50.15 % │");
  },
  'npx impactlab allocate --model data/synthetic-equity-day.csv --size "0.05 * 5M" --baselines': ({ stdout }) => {
    expect(stdout).toContain("250000 shares over 390 bins, convex: optimal");
    expect(stdout).toContain("│ TWAP                   │ 3668.4523 │           17.62 % │");
  },
  ["npx impactlab allocate --model data/synthetic-equity-day.csv --size 200k --lot 100 --participation 10% " +
  "--time-zone America/New_York -o orders.csv"]: ({ stdout, stderr }) => {
    expect(stdout).toContain("lots of 100 shares: they cost ");
    expect(stderr).toMatch(/^orders\.csv: \d+ orders$/m);
    const [, ...orders] = read("orders.csv").trim().split("\n");
    const quantities = orders.map((row) => Number(row.split(",")[3]));
    expect(quantities.every((quantity) => quantity % 100 === 0)).toBe(true);
    expect(quantities.reduce((sum, quantity) => sum + quantity)).toBe(200_000);
    expect(orders[0]).toMatch(/^\d\d:\d\d,America\/New_York,buy,/);
  },
  "npx impactlab allocate --model data/bitstamp-btcusd-2015-05-01.csv --side buy --size 100 --json": ({ stdout }) => {
    const allocation = json(stdout) as { status: string; size: number; x: number[] };
    expect(allocation).toMatchObject({ status: "optimal", size: 100 });
    expect(allocation.x.length).toBe(305);
    expect(allocation.x.reduce((sum, x) => sum + x)).toBeCloseTo(100, 9);
  },
  "npx impactlab estimate data/synthetic-book-mbp10.csv --format mbp10 --side buy --bin 60s -o estimates.csv": ({
    stderr,
  }) => {
    expect(stderr).toMatch(/│ buy +│ 20 +│[^\n]* 20 ok +│/);
    expect(read("estimates.csv")).toMatch(/^# convention: total$/m);
    expect(read("estimates.csv")).toContain("\n2024-01-02T14:30:00Z,buy,");
  },
  "npx impactlab allocate --model - --size 2k < estimates.csv": ({ stdout, stderr }) => {
    expect(stdout).toContain("2000 shares over 20 bins, convex: optimal");
    expect(stdout).toContain("2024-01-02T14:30:00Z");
    expect(stderr).toBe("");
  },
  [SWEEP]: ({ stderr }) => {
    const [written, below, above, ...more] = stderr.trim().split("\n");
    expect([written, more]).toEqual(["surface.csv: 180 points", []]);
    expect(below).toContain("of the order trades below the smallest size that the fits saw (min_size)");
    expect(above).toContain("of the order trades above the largest size that the fits saw (max_size)");
    const rows = read("surface.csv")
      .trim()
      .split("\n")
      .filter((row) => !row.startsWith("#"));
    expect(rows.length).toBe(1 + 20 * 9);
    for (const regime of ["concave", "linear", "convex"])
      expect(rows.filter((row) => row.includes(`,${regime},`)).length).toBeGreaterThan(10);
  },
  [STUDY]: ({ stdout, stderr }) => {
    for (const name of ["level", "exponent"]) expect(stdout).toContain(name);
    const written = ["study.html", "study.json", "study.csv"];
    for (const name of written) expect(stderr).toContain(name);
    expect(json(read("study.json"))).toMatchObject({ study: { study: "sobol", size: 250_000 } });
    expect(read("study.html")).toContain("Content-Security-Policy");
    expect(read("study.csv").trim().split("\n").length).toBeGreaterThanOrEqual(3);
  },
  "npx impactlab complete bash": ({ stdout }) => {
    expect(stdout).toContain("complete -o default -F _impactlab_completion impactlab");
    expect(spawnSync("bash", ["-n"], { input: stdout }).status).toBe(0);
  },
  "npx impactlab kernel install --prefix ./jupyter": ({ stdout }) => {
    expect(stdout).toMatch(/^Installed in .*jupyter\/share\/jupyter/);
    expect(json(read("jupyter/share/jupyter/kernels/impactlab/kernel.json"))).toMatchObject({ language: "typescript" });
  },
  "npx impactlab kernel list --prefix ./jupyter": ({ stdout }) =>
    expect(stdout).toContain("jupyter/share/jupyter/kernels/impactlab"),
};

/** Commands that other tests prove: where, and by which words. Those in running text are among them. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, words: string]>> = {
  "npm ci && npm start": ["test/main-job.process.test.ts", '"npm", ["start"'],
  "npm start": ["test/main-job.process.test.ts", '"npm", ["start"'],
  "npm ci && npm test": [".ci/run", "npm test"],
  "npm run docs": ["test/docs/reference.process.test.ts", '"npm", ["run", "-s", "docs"'],
  "npx tsx first.mts": ["test/readme.process.test.ts", '["tsx", "first.mts"]'],
  "npm run lab": ["test/cli/lab-command.process.test.ts", '["run", "-s", "lab"'],
  "npx impactlab lab NOTEBOOK": ["test/cli/lab-command.process.test.ts", '"lab", "notebooks/01-quickstart.ipynb"'],
  "npx impactlab lab --jupyter": ["test/cli/kernel-commands.process.test.ts", '"lab", "--jupyter"'],
  "npx impactlab watch notebooks/01-quickstart.ipynb": [
    "test/notebook/watch/watch-notebook.process.test.ts",
    '["watch", "notebooks/a.ipynb"]',
  ],
  "npx impactlab --version": ["test/cli/main.test.ts", '"--version"'],
  "npm link": ["test/cli/main.process.test.ts", "bin.impactlab"],
  "npm run check": [".ci/run", "npm run lint"],
  "npm run bench": ["test/bench/index.ts", "npm run bench"],
  "source <(impactlab complete bash)": ["test/cli/main.process.test.ts", '["complete", "bash"]'],
  "impactlab complete fish | source": ["test/cli/complete-command.test.ts", "fish"],
  "jupyter nbconvert --to html --template impactlab NOTEBOOK": ["test/kernel/front-ends.process.test.ts", "nbconvert"],
};

function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, body]) => body);
}

const commands = blocks("sh").flatMap((block) => block.trim().split("\n"));

test("every command of the README has its promise here, or is proven elsewhere", () => {
  const prose = README.replace(/```[\s\S]*?```/g, "");
  const inline = [...prose.matchAll(/`((?:npx|npm|source|impactlab|jupyter) [^`]+)`/g)].map(([, command]) => command);
  expect(commands.filter((command) => !(command in PROMISES) && !(command in ELSEWHERE))).toEqual([]);
  expect(inline.filter((command) => !(command in ELSEWHERE))).toEqual([]);
  expect(Object.keys(PROMISES).filter((command) => !commands.includes(command))).toEqual([]);
  for (const [command, [file, words]] of Object.entries(ELSEWHERE))
    expect(readFileSync(join(ROOT, file), "utf8"), command).toContain(words);
});

/** A folder like the project's, with one quick notebook in the place of eight slow ones. */
function makeWorkspace(): void {
  for (const name of ["src", "node_modules", "package.json", "tsconfig.json"])
    symlinkSync(join(ROOT, name), join(cwd, name));
  cpSync(join(ROOT, "data"), join(cwd, "data"), { recursive: true });
  mkdirSync(join(cwd, "notebooks"));
  writeNotebook(join(cwd, "notebooks/01-quickstart.ipynb"), [
    { code: 'const size: number = 250;\nconst side: "buy" | "sell" = "buy";', tags: ["parameters"] },
    `display.mime({
  "application/vnd.impactlab.headline+json": { numbers: [{ name: "Twice", value: 2 * size }] },
  "text/plain": side,
});`,
  ]);
}

makeWorkspace();

/** A folder with an `npx` that starts what the real one found, at once. */
function quickNpx(): string {
  const folder = join(cwd, ".bin");
  mkdirSync(folder);
  const found = JSON.stringify(join(ROOT, bin.impactlab));
  const script = `#!/bin/sh\n[ "$1" = impactlab ] || exit 1\nshift\nexec "${process.execPath}" ${found} "$@"\n`;
  writeFileSync(join(folder, "npx"), script);
  chmodSync(join(folder, "npx"), 0o755);
  return folder;
}

const PATH = `${quickNpx()}${delimiter}${process.env.PATH}`;

test.each(Object.entries(PROMISES))("%s", (command, promise) => {
  const env = command === BY_NPX ? process.env : { ...process.env, PATH };
  const done = spawnSync("bash", ["-c", command], { cwd, encoding: "utf8", env });
  expect(done).toMatchObject({ status: 0 });
  promise(done);
});

test("the README's examples run, one after the other, and print what the README says", () => {
  const examples = blocks("ts");
  expect(examples.length).toBe(3);
  writeFileSync(join(cwd, "notebooks/first.mts"), examples.join("\n"));
  const { status, stdout } = spawnSync("npx", ["tsx", "first.mts"], { cwd: join(cwd, "notebooks"), encoding: "utf8" });
  expect(status).toBe(0);
  const said = README.split("It prints")[1].split("\n")[0];
  const claims = [...said.matchAll(/`([^`]+)`/g)].map(([, claim]) => claim);
  expect(claims.length).toBe(2);
  for (const claim of claims) expect(stdout).toContain(claim);
  for (const strategy of ["plain", "TWAP", "shrunk", "averaged", "capped"]) expect(stdout).toContain(strategy);
});

test("every file that the README names exists: links, the picture, and the folders of its tree", () => {
  const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => path);
  const tree = [...README.matchAll(/^ {4}([a-z]+\/\S*)/gm)].map(([, path]) => path);
  for (const path of links) expect(() => readFileSync(join(ROOT, path)), path).not.toThrow();
  for (const path of tree.filter((name) => name.endsWith("/")))
    expect(() => readdirSync(join(ROOT, path))).not.toThrow();
  expect(links.length).toBeGreaterThan(8);
  expect(tree.length).toBeGreaterThan(12);
});

test("the README's tree names every folder of src", () => {
  const tree = README.split("## The tree")[1];
  const folders = readdirSync(join(ROOT, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of folders) expect(tree).toContain(`src/${name}/`);
});
