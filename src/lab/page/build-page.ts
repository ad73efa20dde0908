/**
 * Bundles the page for the browser: scripts and styles by esbuild, JupyterLab's themes, the schemas of its settings,
 * plotly, and the licences of all that is in it.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, copyFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import type { BuildOptions, Metafile, Plugin } from "esbuild";

const load = createRequire(__filename);
const BROWSER = join(__dirname, "browser");
const THEMES = ["@jupyterlab/theme-light-extension", "@jupyterlab/theme-dark-extension"];

/** Modules that the page has no use for, or whose own form needs what the page forbids. */
const REPLACED: Readonly<Record<string, string>> = {
  // Compiles schemas into code, which the Content-Security-Policy forbids: browser/schema-validator.ts does it.
  ajv: "export default class { addSchema() {} getSchema() {} }",
  // Of the editor for settings, which the page does without.
  "@rjsf/validator-ajv8": "export default {}",
  // Warns of every type that is read before it stands in a document, which JupyterLab's do by the hundred.
  "lib0/logging":
    "const nothing = () => {}; export { nothing as warn, nothing as print };" +
    "export const BOLD = 0, UNBOLD = 0, ORANGE = 0, RED = 0;",
  // A font of pictures that no part of JupyterLab shows any more.
  "@fortawesome/fontawesome-free/css/all.min.css": "",
  "@fortawesome/fontawesome-free/css/v4-shims.min.css": "",
};

/** Whether the packages are there that it takes to build the page. */
export function canBuild(): boolean {
  return ["esbuild", "@jupyterlab/application", "plotly.js-strict-dist-min"].every(
    (name) => packageFolder(name) !== undefined,
  );
}

/** Builds into a folder, which is made. */
export async function buildPage(folder: string): Promise<void> {
  const { build } = load("esbuild") as typeof import("esbuild");
  mkdirSync(folder, { recursive: true });
  const common: BuildOptions = {
    bundle: true,
    minify: true,
    logLevel: "error",
    legalComments: "none",
    plugins: [withoutTilde, replaced],
    absWorkingDir: join(__dirname, "../../.."),
  };
  const page = await build({
    ...common,
    entryPoints: { main: join(BROWSER, "main.ts") },
    outdir: folder,
    format: "esm",
    splitting: true,
    target: "es2022",
    metafile: true,
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis", "process.platform": '"browser"' },
    inject: [join(BROWSER, "node-globals.ts")],
    loader: {
      ".svg": "text",
      ".woff": "file",
      ".woff2": "file",
      ".ttf": "file",
      ".eot": "file",
      ".png": "file",
      ".gif": "file",
    },
  });
  for (const name of THEMES) {
    const from = needed(name);
    await build({
      ...common,
      entryPoints: [join(from, "style/theme.css")],
      outfile: join(folder, "themes", name, "index.css"),
      loader: { ".svg": "dataurl", ".png": "dataurl" },
    });
  }
  const plotly = needed("plotly.js-strict-dist-min");
  copyFileSync(join(plotly, "plotly-strict.min.js"), join(folder, "plotly.min.js"));
  const packages = [...packagesOf(page.metafile), ...THEMES.map(needed), plotly];
  writeFileSync(join(folder, "schemas.json"), JSON.stringify(packages.flatMap(schemasOf)));
  writeFileSync(join(folder, "third-party-notices.txt"), notices(packages));
}

/** JupyterLab's styles name packages with a leading `~`, as webpack has it. */
const withoutTilde: Plugin = {
  name: "without-tilde",
  setup(build) {
    build.onResolve({ filter: /^~/ }, ({ path, ...rest }) =>
      build.resolve(path.slice(1), { kind: rest.kind, resolveDir: rest.resolveDir, importer: rest.importer }),
    );
  },
};

const replaced: Plugin = {
  name: "replaced",
  setup(build) {
    build.onResolve({ filter: /./ }, ({ path }) =>
      Object.hasOwn(REPLACED, path) ? { path, namespace: "replaced", sideEffects: false } : undefined,
    );
    build.onLoad({ filter: /./, namespace: "replaced" }, ({ path }) => ({
      contents: REPLACED[path],
      loader: path.endsWith(".css") ? "css" : "js",
    }));
  },
};

/** The folders of the packages that went into a bundle. */
function packagesOf({ inputs }: Metafile): string[] {
  const root = join(__dirname, "../../..");
  const found = new Set<string>();
  for (const path of Object.keys(inputs)) {
    const [folder] = /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+/.exec(path) ?? [];
    if (folder !== undefined) found.add(join(root, folder));
  }
  return [...found].sort();
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly jupyterlab?: { readonly schemaDir?: string };
}

/** The schemas of an extension's settings, named as its plugins are. */
function schemasOf(folder: string): { id: string; schema: unknown; version: string }[] {
  const { name, version, jupyterlab } = readPackage(folder);
  const from = join(folder, jupyterlab?.schemaDir ?? "schema");
  if (jupyterlab?.schemaDir === undefined || !existsSync(from)) return [];
  return readdirSync(from)
    .filter((file) => file.endsWith(".json") && file !== "package.json.orig")
    .map((file) => ({
      id: `${name}:${file.replace(/\.json$/, "")}`,
      schema: JSON.parse(readFileSync(join(from, file), "utf8")) as unknown,
      version,
    }));
}

/** Name, version, licence and its text of every package, once each. */
function notices(packages: readonly string[]): string {
  const texts = packages.map((folder) => {
    const { name, version, license } = readPackage(folder);
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text = file === undefined ? "" : `\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
    return `${name} ${version} (${license ?? "see its text"})\n${text}`;
  });
  const head = "The page is made of these packages, each under its own licence.";
  return [head, ...new Set(texts)].join(`\n\n${"-".repeat(80)}\n\n`);
}

function readPackage(folder: string): PackageJson {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as PackageJson;
}

function needed(name: string): string {
  const folder = packageFolder(name);
  if (folder === undefined) throw new Error(`${name} is not installed`);
  return folder;
}

function packageFolder(name: string): string | undefined {
  for (let at = __dirname; ; at = dirname(at)) {
    const folder = join(at, "node_modules", name);
    if (existsSync(join(folder, "package.json"))) return folder;
    if (dirname(at) === at) return undefined;
  }
}
