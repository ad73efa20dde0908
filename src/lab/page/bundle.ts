/**
 * The page's bundle: built on first use into the cache of node_modules, and again after its sources or the installed
 * packages have changed. A packed release carries it, and needs none of the packages that it is made of.
 */
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { InputError } from "../../base/input-error";
import { nameBeside } from "../../base/left-behind";
import { sourceOf } from "../../work/source-closure";
import { buildPage, canBuild } from "./build-page";

const ROOT = join(__dirname, "../../..");
/** Where a packed release has it. */
const PACKED = join(__dirname, "bundle");
const NAME = /^page-[0-9a-f]{16}$/;

/**
 * The folder of the bundle; `say` is told where building it takes seconds.
 *
 * @throws InputError where it is neither there nor can be built
 */
export async function bundle(say: (text: string) => void): Promise<string> {
  const modules = join(ROOT, "node_modules");
  if (!canBuild() || !existsSync(modules)) {
    if (existsSync(PACKED)) return PACKED;
    const rule = "needs the development packages that its page is made of, or a packed release, which carries the page";
    throw new InputError("lab", `${rule}: run npm ci without --omit=dev, or lab --jupyter`, ROOT);
  }
  const cache = join(modules, ".cache", "impactlab");
  const folder = join(cache, `page-${keyOf(modules)}`);
  if (existsSync(folder)) return folder;
  say("The page is being bundled, once for each version of it: some seconds.");
  makeCache(cache);
  await buildInPlace(folder);
  for (const name of readdirSync(cache))
    if (NAME.test(name) && join(cache, name) !== folder) rmSync(join(cache, name), { recursive: true, force: true });
  return folder;
}

/** @throws InputError where the folder cannot be made or written to, as of packages that another user has installed */
export function makeCache(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const told = (error as NodeJS.ErrnoException).code;
    const rule = `must bundle its page once, in a folder that may be written to (${told}): start it as who owns that`;
    throw new InputError("lab", rule, folder);
  }
}

/** Bundles for a packed release, in the place where that looks for it. */
export async function packBundle(): Promise<void> {
  rmSync(PACKED, { recursive: true, force: true });
  await buildInPlace(PACKED);
}

/** Built beside and moved there whole; of two servers that build at once, the first one's stays. */
async function buildInPlace(folder: string): Promise<void> {
  const fresh = nameBeside(folder);
  try {
    await buildPage(fresh);
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Of all that a bundle is made of: the page's sources with what they import, and the packages as installed. */
function keyOf(modules: string): string {
  const browser = join(__dirname, "browser");
  const own = ["main", "application", "styles", "node-globals"].map((name) => sourceOf(join(browser, name)));
  const lock = readFileSync(join(modules, ".package-lock.json"));
  return createHash("sha256")
    .update([sourceOf(join(__dirname, "build-page")), ...own].join("\n"))
    .update(lock)
    .digest("hex")
    .slice(0, 16);
}
