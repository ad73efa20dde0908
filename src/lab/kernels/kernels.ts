/**
 * The kernels that run, and the sessions that tie one to a notebook.
 */
import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";

import { KERNEL_NAME } from "../../kernel/install/kernelspec";
import type { Contents } from "../contents/contents";
import { InTurn } from "../contents/in-turn";
import { HttpError } from "../http/route";
import { Spares, compileImports } from "./ahead";
import { LabKernel, type KernelModel } from "./lab-kernel";

/** A session as Jupyter's REST interface describes it. */
export interface SessionModel {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly kernel: KernelModel;
  /** As clients of old look for it. */
  readonly notebook: { readonly path: string; readonly name: string };
}

interface Session {
  readonly id: string;
  path: string;
  name: string;
  type: string;
  kernel: LabKernel;
}

/** What a client says of a session that it wants, or of how it is to change. */
export interface SessionWish {
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly kernel: { readonly id?: string | null; readonly name?: string | null } | null;
}

export interface KernelsOptions {
  readonly contents: Contents;
  readonly argv?: readonly string[];
  readonly log: (text: string) => void;
}

export class Kernels {
  readonly #options: KernelsOptions;
  readonly #kernels = new Map<string, LabKernel>();
  readonly #sessions = new Map<string, Session>();
  /** Sessions being made, by path: of two wishes for one path the second gets the first's. */
  readonly #making = new Map<string, Promise<Session>>();

  /** A kernel that a change is starting is the session's before the next change, or its end, begins. */
  readonly #turns = new InTurn();

  readonly #spares = new Spares((path) => this.#launch(path));

  constructor(options: KernelsOptions) {
    this.#options = options;
  }

  /** A page for this notebook is on its way: its kernel starts, and compiles what it imports. */
  async prepare(path: string): Promise<void> {
    if (!path.endsWith(".ipynb") || this.ofNotebook(path) !== undefined) return;
    const notebook = await this.#options.contents.file(path);
    await compileImports(await this.#spares.prepare(path), notebook);
  }

  list(): KernelModel[] {
    return [...this.#kernels.values()].map(({ model }) => model);
  }

  get(id: string): LabKernel {
    const kernel = this.#kernels.get(id);
    if (kernel === undefined) throw new HttpError(404, `There is no kernel ${id}.`);
    return kernel;
  }

  /** The kernel of the session of a notebook; undefined where there is none. */
  ofNotebook(path: string): LabKernel | undefined {
    return this.#ofPath(path)?.kernel;
  }

  /** Starts a kernel in the folder of a client's path, which may be a file's. */
  async start(name: string | null | undefined, path: string): Promise<LabKernel> {
    if ((name ?? KERNEL_NAME) !== KERNEL_NAME) {
      throw new HttpError(404, `There is no kernel ${String(name)} here, only ${KERNEL_NAME}.`);
    }
    const spare = this.#spares.take(path);
    const kernel = await (spare ?? this.#launch(path));
    this.#kernels.set(kernel.id, kernel);
    if (spare === undefined) void this.#compileImports(kernel, path);
    return kernel;
  }

  /** Starts a kernel's process anew, which has then to compile anew, too. */
  async restart(id: string): Promise<KernelModel> {
    const kernel = this.get(id);
    const failed = await kernel.restart().catch((error: Error) => error);
    this.get(id); // it may have been removed meanwhile
    if (failed instanceof Error) throw new HttpError(500, `The kernel was not restarted: ${failed.message}.`);
    const session = [...this.#sessions.values()].find((one) => one.kernel === kernel);
    if (session !== undefined) void this.#compileImports(kernel, session.path);
    return kernel.model;
  }

  /** Ends a kernel, and the sessions it was of. */
  async remove(id: string): Promise<void> {
    const kernel = this.get(id);
    this.#kernels.delete(id);
    for (const session of [...this.#sessions.values()]) {
      if (session.kernel === kernel) this.#sessions.delete(session.id);
    }
    await kernel.shutdown();
  }

  async close(): Promise<void> {
    await Promise.all([this.#spares.close(), ...[...this.#kernels.keys()].map((id) => this.remove(id))]);
  }

  sessions(): SessionModel[] {
    return [...this.#sessions.values()].map(describe);
  }

  session(id: string): SessionModel {
    return describe(this.#session(id));
  }

  /** The session of a path; a new one, with a kernel that may still be starting, where there is none. */
  async open(wish: Partial<SessionWish>): Promise<SessionModel> {
    const { path } = wish;
    if (typeof path !== "string" || path === "") throw new HttpError(400, "A session needs a path.");
    const found = this.#ofPath(path);
    if (found !== undefined) return describe(found);
    const making = this.#making.get(path) ?? this.#make(path, wish).finally(() => this.#making.delete(path));
    this.#making.set(path, making);
    return describe(await making);
  }

  /** Changes a session: its path, its name, its kernel. */
  change(id: string, wish: Partial<SessionWish>): Promise<SessionModel> {
    return this.#turns.run(id, () => this.#change(id, wish));
  }

  closeSession(id: string): Promise<void> {
    return this.#turns.run(id, () => this.#closeSession(id));
  }

  async #change(id: string, wish: Partial<SessionWish>): Promise<SessionModel> {
    const session = this.#session(id);
    const { path, name, type, kernel } = wish;
    if (path === "") throw new HttpError(400, "A session needs a path.");
    const before = session.kernel;
    const other = kernel?.id ? this.get(kernel.id) : undefined;
    const next = other ?? (kernel?.name ? await this.start(kernel.name, path ?? session.path) : before);
    Object.assign(session, { path: path ?? session.path, name: name ?? session.name, type: type ?? session.type });
    session.kernel = next;
    if (before !== next && ![...this.#sessions.values()].some((one) => one.kernel === before)) {
      await this.remove(before.id);
    }
    return describe(session);
  }

  async #closeSession(id: string): Promise<void> {
    const session = this.#session(id);
    this.#sessions.delete(id);
    const shared = [...this.#sessions.values()].some(({ kernel }) => kernel === session.kernel);
    if (!shared) await this.remove(session.kernel.id);
  }

  async #launch(path: string): Promise<LabKernel> {
    const { contents, argv, log } = this.#options;
    const folder = await folderOf(contents, path);
    return LabKernel.start({ folder, argv, log }).catch((error: Error) => {
      throw new HttpError(500, `The kernel was not started: ${error.message}.`);
    });
  }

  async #compileImports(kernel: LabKernel, path: string): Promise<void> {
    const notebook = path.endsWith(".ipynb")
      ? await this.#options.contents.file(path).catch(() => undefined)
      : undefined;
    if (notebook !== undefined) await compileImports(kernel, notebook);
  }

  async #make(path: string, { name, type, kernel }: Partial<SessionWish>): Promise<Session> {
    const own = kernel?.id ? this.get(kernel.id) : await this.start(kernel?.name, path);
    const session = { id: randomUUID(), path, name: name ?? "", type: type ?? "notebook", kernel: own };
    this.#sessions.set(session.id, session);
    return session;
  }

  #session(id: string): Session {
    const session = this.#sessions.get(id);
    if (session === undefined) throw new HttpError(404, `There is no session ${id}.`);
    return session;
  }

  #ofPath(path: string): Session | undefined {
    return [...this.#sessions.values()].find((session) => session.path === path);
  }
}

function describe({ id, path, name, type, kernel }: Session): SessionModel {
  return { id, path, name, type, kernel: kernel.model, notebook: { path, name } };
}

/** The folder a client's path names, or that of the file, which need not be there yet. */
async function folderOf(contents: Contents, path: string): Promise<string> {
  for (const candidate of [path, dirname(path) === "." ? "" : dirname(path)]) {
    const real = await contents.file(candidate).catch(() => undefined);
    if (real === undefined) continue;
    return (await stat(real)).isDirectory() ? real : dirname(real);
  }
  return contents.root;
}
