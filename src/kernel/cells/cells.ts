/**
 * Compiles and runs cells in the thread it is in: tslab's converter makes JavaScript of a cell,
 * tslab's executor runs it, and what comes out is turned into outcomes the protocol can carry.
 */
import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

import type { Diagnostic, Program, SourceFile } from "typescript";
import { isCompleteCode } from "tslab/dist/converter";
import { createExecutor, type Executor } from "tslab/dist/executor";
import { getCodeMetadata } from "tslab/dist/metadata";

import { declarationsPast } from "./language/any-declarations";
import { completeAt, isBareImport, type Completed } from "./help/completion";
import { CELL_PREFIX } from "./language/cell-file";
import { CANNOT_FIND_MODULE, Compiler, type Compiled } from "./compile/compiler";
import { ts } from "./language/typescript";
import { reachedDeclarations } from "./language/declarations";
import { DISPLAY_DECLARATION, DisplayHandle, createDisplay } from "../show/display";
import type { Completeness, Completion, Failure, MimeBundle, Outcome, Output } from "../engine/engine";
import type { LocalEngine } from "../engine/engine-port";
import { BuiltIns } from "../process/built-ins";
import { Home, type CellRecord } from "./home";
import { metaOf } from "./language/import-meta";
import { showDanfo, type Danfo } from "../show/show-danfo";
import { plotlyUrl, type PlotlySources } from "../show/plotly-script";
import { renderValue } from "../show/render";
import { describeAt } from "./help/hover";
import { pathAt } from "./help/path-completion";
import { Modules } from "./modules";
import { SourcePositions, offsetAt, positionAt } from "./errors/source-positions";
import { markAwaits } from "./await-marks";
import { mapCell } from "./language/cell-text";
import { Interrupted, type Runs } from "./runs";
import type { ThreadState } from "../engine/thread-state";
import { describeThrown, interrupted, tellFrames } from "./errors/traceback";
import { describeTypeErrors } from "./errors/type-errors";

export interface CellsOptions {
  /** The project's folder, which cells are compiled in. */
  readonly root: string;
  /** The notebook's folder, which relative imports are meant from. */
  readonly folder: string;
  readonly state: ThreadState;
  readonly runs: Runs;
  /** Shows something of a run: that of the code which runs now, where none is given. */
  readonly emit: (output: Output, run?: number) => void;
  /** The name of the installed kernelspec, below which a server has plotly's script. */
  readonly kernelName: string;
  /** A compiler that has been at work already. */
  readonly compiler?: Compiler;
}

/** The cell that runs. */
interface Run {
  readonly number: number;
  readonly label: string;
  readonly done: (outcome: Outcome) => void;
  /** What its code told of itself. */
  readonly record: CellRecord;
  compiled?: Compiled;
  failure?: Failure;
}

/** Characters of a cell: compiling ten times as many took more memory than there is, and the kernel with it. */
const LONGEST = 10_000_000;
/** Milliseconds between two looks at what cells left running. */
const SETTLE_INTERVAL = 5;
/** Failures outside a cell's own course that are told of one cell, while it runs and after it. */
const BACKGROUND_FAILURES = 10;
/** TypeScript's "Unterminated template literal" and "'*' and slash expected": what goes on in the next line. */
const OPEN_AT_END = [1160, 1010];

export class Cells implements LocalEngine {
  readonly #options: CellsOptions;
  readonly #render: PlotlySources;
  readonly #compiler: Compiler;
  readonly #executor: Executor;
  readonly #modules: Modules;
  readonly #positions = new SourcePositions();
  readonly #builtIns = new BuiltIns();
  readonly #home: Home;
  #declarations = DISPLAY_DECLARATION;
  #run: Run | undefined;
  /** How many failures outside a cell each run has been told of. */
  readonly #told = new Map<number, number>();
  /** How every cell ends once a built-in object is damaged for good. */
  #broken: Outcome | undefined;
  /** What failed outside a cell that is still running: it fails by it when it ends. */
  #background: Failure[] = [];
  /** Whether a line stands below the cell that says what the compiler does. */
  #said = false;

  constructor(options: CellsOptions) {
    const { root, folder, emit, kernelName } = options;
    this.#options = options;
    this.#render = { kernelName, plotlyUrl: plotlyUrl(folder) };
    const { state } = options;
    const { compiler } = options;
    this.#compiler = compiler?.root === root ? compiler : new Compiler(root, {}, compiler?.packages);
    this.#compiler.serve({
      interrupted: () => this.#run !== undefined && state.interruptRequested(this.#run.number),
      onMany: (paths) => this.#say(`compiling ${commonFolder(paths, folder)}, ${paths.length} files`),
    });
    const display = createDisplay(this.#render, (output) =>
      emit(output.type === "display" ? { ...output, bundle: this.#inWords(output.bundle) } : output),
    );
    this.#modules = new Modules(root, this.#positions, (specifier, loaded, path) => {
      if (specifier === "danfojs-node") showDanfo(loaded as Danfo, path(), display);
    });
    const converter = {
      convert: (_: string, code: string) => this.#convert(code),
      inspect: () => undefined,
      complete: () => undefined,
      close: () => this.#compiler.close(),
    } as unknown as Parameters<typeof createExecutor>[1]["node"];
    this.#executor = createExecutor(
      root,
      { node: converter, browser: converter, close: () => undefined },
      {
        log: () => undefined,
        error: (...args: unknown[]) => this.#setError(args),
      },
    );
    const { go, back } = options.runs;
    const marks = Object.freeze({ go, back, run: () => options.runs.current });
    Object.defineProperty(globalThis, "__cell__", { value: marks });
    // The executor's cells find `require` here; ours knows folders, dotted names and cycles.
    const home = new Home(metaOf(join(folder, "cell.ts")));
    home.values.display = display;
    this.#home = home;
    const { __tslab__ } = globalThis as unknown as { __tslab__: { exports: object; require: NodeJS.Require } };
    __tslab__.require = this.#modules.requireFrom(root);
    __tslab__.exports = home.values;
    Object.defineProperty(__tslab__, "cell", { get: () => home.cell });
    Object.defineProperty(globalThis, "__tslab__", { value: Object.freeze(__tslab__), writable: false });
  }

  execute(code: string, count: number, done: (outcome: Outcome) => void): void {
    this.#restoreBuiltIns();
    if (this.#broken !== undefined) return done(this.#broken);
    const number = this.#options.state.beginRun();
    const run: Run = { number, label: `Cell [${count}]`, done, record: this.#home.begin() };
    this.#run = run;
    this.#options.runs.begin(run.number);
    this.#options.state.phase = "running";
    void this.#answer(run, code);
  }

  interrupt(number: number): void {
    this.#restoreBuiltIns();
    if (this.#run?.number !== number) return;
    this.#options.runs.stop(number);
    this.#background = [];
    this.#finish(this.#run, { status: "error", failure: interrupted(this.#options.runs.notStopped()) });
    // What the executor still waits for is not to be told of the next cell.
    this.#executor.interrupt();
  }

  /** Takes what was thrown where no cell could catch it, of this run where that is known. */
  failedInBackground(thrown: unknown, run?: number): void {
    this.#restoreBuiltIns();
    if (this.#broken === undefined) this.#fail(thrown, run ?? this.#options.runs.originOf(thrown));
  }

  /** What is written, with the places that an error in it names in the words of the notebook. */
  tell(text: string): string {
    return tellFrames(text, { positions: this.#positions, root: this.#options.root });
  }

  #inWords({ data, metadata }: MimeBundle): MimeBundle {
    const { "text/plain": text } = data;
    return { data: typeof text === "string" ? { ...data, "text/plain": this.tell(text) } : data, metadata };
  }

  #fail(thrown: unknown, run: number): void {
    // An interrupted cell has failed already.
    if (this.#options.runs.isStopped(run) || thrown instanceof Interrupted) return;
    // A timer that throws for ever must not fill the notebook.
    const told = this.#told.get(run) ?? 0;
    if (told >= BACKGROUND_FAILURES) return;
    this.#told.set(run, told + 1);
    const failure = this.#describe(thrown);
    if (this.#run?.number === run) this.#background.push(failure);
    else this.#options.emit({ type: "failure", failure }, run);
  }

  async complete(code: string, cursor: number): Promise<Completion> {
    if (code.length > LONGEST) return completion({ items: [], start: cursor, end: cursor });
    const { folder, root } = this.#options;
    const path = pathAt(code, cursor, folder, root);
    if (path?.imported === true || path?.certain === true) return completion(path.complete());
    const { text, mapped, original } = this.#map(code);
    // An import without its module yet: the project's own is in reach, named or not.
    const own =
      isBareImport(text, mapped(cursor)) && existsSync(join(root, "src/index.ts"))
        ? 'import * as own from "./src";'
        : "";
    const at = CELL_PREFIX.length + own.length;
    const nothing: Completed = { items: [], start: at + mapped(cursor), end: at + mapped(cursor) };
    const found = this.#ask(own + text, (program, file) => completeAt(program, file, at + mapped(cursor))) ?? nothing;
    if (found.items.length === 0 && path !== undefined) return completion(path.complete());
    return completion({ ...found, start: original(found.start - at), end: original(found.end - at) });
  }

  async inspect(code: string, cursor: number): Promise<MimeBundle | undefined> {
    if (code.length > LONGEST) return undefined;
    const { text, mapped } = this.#map(code);
    return this.#ask(text, (program, file) => describeAt(program, file, CELL_PREFIX.length + mapped(cursor)));
  }

  async isComplete(code: string): Promise<Completeness> {
    if (code.length > LONGEST) return { status: "complete" };
    const result = isCompleteCode(code);
    if (!result.completed) return { status: "incomplete", indent: result.indent ?? "" };
    const file = ts.createSourceFile("cell.tsx", code, ts.ScriptTarget.Latest) as unknown as {
      parseDiagnostics: { code: number }[];
    };
    if (file.parseDiagnostics.some((found) => OPEN_AT_END.includes(found.code)))
      return { status: "incomplete", indent: "" };
    return { status: file.parseDiagnostics.length === 0 ? "complete" : "invalid" };
  }

  /** Code that is interrupted never comes back here: interrupt() answers for it. */
  async #answer(run: Run, code: string): Promise<void> {
    let outcome: Outcome;
    try {
      outcome = await this.#runCell(run, code);
    } catch (thrown) {
      this.#restoreBuiltIns();
      const stopped = this.#options.state.interruptRequested(run.number);
      outcome = { status: "error", failure: stopped ? interrupted() : this.#describe(thrown) };
    }
    this.#finish(run, outcome);
  }

  /** Asks again and again: what is awaited may start more. */
  async settle(patience: number): Promise<void> {
    const end = performance.now() + patience;
    while (this.#options.runs.isWaiting() && performance.now() < end) await nextTurn(SETTLE_INTERVAL);
    await nextTurn();
  }

  #ask<Answer>(text: string, question: (program: Program, file: SourceFile) => Answer): Answer | undefined {
    return this.#compiling(() => this.#compiler.ask(this.#declarations, text, question));
  }

  async check(codes: readonly string[]): Promise<readonly (Failure | null)[]> {
    let declarations = this.#declarations;
    return codes.map((code, i) => {
      const cell = this.#map(code);
      const compiled = this.#compiling(() => this.#compiler.compile(declarations, cell.text));
      this.#modules.update(compiled.sideOutputs ?? []);
      if (compiled.reports.length === 0) {
        declarations = compiled.declOutput ?? "";
        return null;
      }
      declarations = declarationsPast(declarations, cell.text);
      const reports = compiled.reports.filter((report) => !mayBeWritten(report, codes.slice(0, i)));
      const source = { label: `Cell [${i + 1}]`, text: code, original: cell.original };
      return reports.length === 0 ? null : describeTypeErrors(reports, source, this.#options.root);
    });
  }

  async #runCell(run: Run, code: string): Promise<Outcome> {
    this.#modules.refresh();
    if (code.length > LONGEST) throw new Error(tooLong(code));
    refuseTslabModes(code);
    await this.#executor.execute(code);
    // An interrupted one has its answer, and another may run.
    if (this.#run !== run) return { status: "ok" };
    this.#restoreBuiltIns();
    if (this.#broken !== undefined) return this.#broken;
    const { failure, record } = run;
    const { value } = record;
    const shown = failure === undefined && value !== undefined && value !== null && !(value instanceof DisplayHandle);
    const bundle = shown ? this.#inWords(await renderValue(value, this.#render)) : undefined;
    // One turn of the event loop: a promise that failed without anyone awaiting it is told of now.
    await nextTurn();
    if (this.#run !== run) return { status: "ok" };
    this.#restoreBuiltIns();
    const [first, ...others] = [...(failure === undefined ? [] : [failure]), ...this.#background];
    if (first === undefined) return { status: "ok", result: bundle };
    for (const other of others) this.#options.emit({ type: "failure", failure: other });
    return { status: "error", failure: first };
  }

  #finish(run: Run, outcome: Outcome): void {
    if (this.#run !== run) return;
    this.#run = undefined;
    if (this.#broken !== undefined) return run.done(this.#broken);
    this.#background = [];
    this.#options.state.phase = "idle";
    const { compiled, record } = run;
    if (compiled?.reports.length === 0) {
      const { declOutput = "", declared } = compiled;
      this.#declarations =
        outcome.status === "ok"
          ? declOutput
          : reachedDeclarations(declOutput, declared, (name) => record.hasReached(name));
    }
    run.done(outcome);
  }

  /** The converter as the executor sees it. */
  #convert(code: string): ReturnType<Compiler["compile"]> {
    const run = this.#run as Run;
    const cell = this.#map(code);
    const compiled = this.#compiling(() => this.#compiler.compile(this.#declarations, cell.text));
    // First of all: the compiler hands out a file's code once, also to a cell that ends here.
    this.#modules.update(compiled.sideOutputs ?? []);
    if (this.#options.state.interruptRequested(run.number)) throw new Error("interrupted while compiling");
    run.compiled = compiled;
    if (compiled.reports.length > 0) {
      run.failure = describeTypeErrors(
        compiled.reports,
        { label: run.label, text: code, original: cell.original },
        this.#options.root,
      );
      return { ...compiled, diagnostics: [], output: undefined, sideOutputs: undefined };
    }
    const script = `cell-${run.number}`;
    const marked = markAwaits(compiled.output ?? "");
    this.#positions.add(script, {
      label: run.label,
      text: code,
      maps: compiled.maps,
      compiled: marked.unmarked,
      original: (line, column) => {
        const prefixLines = CELL_PREFIX.split("\n").length - 1;
        return positionAt(code, cell.original(offsetAt(cell.text, { line: line - prefixLines, column })));
      },
    });
    return {
      ...compiled,
      diagnostics: [],
      sideOutputs: undefined,
      output: `${marked.text}\n//# sourceURL=${script}`,
    };
  }

  #compiling<T>(work: () => T): T {
    const { state } = this.#options;
    const before = state.phase;
    state.phase = "compiling";
    try {
      return work();
    } finally {
      state.phase = before;
      if (this.#said) this.#options.emit({ type: "clear", wait: false });
      this.#said = false;
    }
  }

  /** One line below the cell that runs, until it is compiled. */
  #say(text: string): void {
    if (this.#run === undefined) return;
    this.#said = true;
    this.#options.emit({ type: "stream", name: "stderr", text: `${text}\n` });
  }

  #map(code: string): ReturnType<typeof mapCell> {
    return mapCell(code, this.#options.folder, this.#options.root);
  }

  /** Before anything of the kernel's own runs on what a cell may have replaced. */
  #restoreBuiltIns(): void {
    const found = this.#builtIns.restore();
    if (found?.lasting === true) {
      const { message } = found;
      this.#broken ??= { status: "error", failure: { ename: "Error", evalue: message, traceback: [message] } };
    } else if (found !== undefined) this.#fail(new Error(found.message), this.#options.runs.current);
  }

  #describe(thrown: unknown): Failure {
    return describeThrown(thrown, { positions: this.#positions, root: this.#options.root });
  }

  /** The executor passes what was thrown as the one argument; of diagnostics we know already. */
  #setError(args: readonly unknown[]): void {
    this.#restoreBuiltIns();
    if (this.#broken !== undefined) return;
    if (this.#run !== undefined && args.length === 1) this.#run.failure = this.#describe(args[0]);
  }
}

function tooLong({ length }: string): string {
  const [most, got] = [LONGEST, length].map((characters) => `${(characters / 1e6).toFixed(0)} million`);
  return `a cell must have at most ${most} characters, got ${got}: put data into a file and read it`;
}

const { setImmediate, setTimeout } = globalThis;

/** One turn of the event loop, or so many milliseconds. */
function nextTurn(milliseconds?: number): Promise<void> {
  return new Promise((resolve) => {
    if (milliseconds === undefined) setImmediate(resolve);
    else setTimeout(resolve, milliseconds);
  });
}

/** The folder that all paths are in, as seen from another. */
function commonFolder(paths: readonly string[], from: string): string {
  const [first, ...others] = paths.map((path) => dirname(path).split(/[\\/]/));
  const length = first.findIndex((part, i) => others.some((other) => other[i] !== part));
  return (
    relative(from, first.slice(0, length < 0 ? undefined : length).join("/"))
      .split(sep)
      .join("/") || "."
  );
}

function completion({ items, start, end }: Completed): Completion {
  return { matches: items.map(({ text }) => text), start, end, items };
}

/** Whether a report is of a module that is not there, and that an earlier cell speaks of: it may come to write it. */
function mayBeWritten({ code, messageText }: Diagnostic, earlier: readonly string[]): boolean {
  const [, name] = /'(?:.*\/)?([^/']+?)(?:\.\w+)?'/.exec(ts.flattenDiagnosticMessageText(messageText, "\n")) ?? [];
  return code === CANNOT_FIND_MODULE && name !== undefined && earlier.some((cell) => cell.includes(name));
}

/** tslab's comments that keep a cell from running would end it here without a word. */
function refuseTslabModes(code: string): void {
  const { module, mode } = getCodeMetadata(code);
  if (module === undefined && mode !== "browser") return;
  throw new Error("cells marked @module or @browser are not run: put shared code into a file and import it");
}
