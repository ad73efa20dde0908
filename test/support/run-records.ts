/**
 * Records of runs, made up: what the runner would leave behind for cells and outputs given here.
 */
import type { NotebookOutput } from "../../src/kernel/client/outputs";
import { renderBundle, renderValue } from "../../src/kernel/show/render";
import type { MimeBundle } from "../../src/kernel/engine/engine";
import type { Cell } from "../../src/notebook/notebook-document";
import type { RunRecord } from "../../src/notebook/record/run-record";

export function markdown(source: string): Cell {
  return { id: "", cell_type: "markdown", source, metadata: {} };
}

export function code(source: string, ...outputs: NotebookOutput[]): Cell {
  return { id: "", cell_type: "code", source, metadata: {}, outputs, execution_count: 1 };
}

/** What the kernel shows for a value. */
export function shown(value: unknown): NotebookOutput {
  const { data, metadata } = renderValue(value, { kernelName: "impactlab", plotlyUrl: undefined }) as MimeBundle;
  return { output_type: "display_data", data, metadata };
}

export function mime(bundle: Record<string, unknown>): NotebookOutput {
  return { output_type: "display_data", ...renderBundle(bundle) };
}

export function stream(name: "stdout" | "stderr", text: string): NotebookOutput {
  return { output_type: "stream", name, text };
}

export function error(ename: string, evalue: string, ...traceback: string[]): NotebookOutput {
  return { output_type: "error", ename, evalue, traceback };
}

export function recordOf(cells: readonly Cell[], changes: Partial<RunRecord> = {}): RunRecord {
  let executions = 0;
  const numbered = cells.map((cell, i): Cell => ({
    ...cell,
    id: `cell-${i}`,
    ...(cell.cell_type === "code" ? { execution_count: ++executions } : {}),
  }));
  const metadata = {
    kernelspec: { name: "impactlab", display_name: "TypeScript (impactlab)", language: "typescript" },
  };
  return {
    source: "notebooks/example.ipynb",
    title: "An example",
    notebook: { nbformat: 4, nbformat_minor: 5, metadata, cells: numbered },
    parameters: [],
    headline: [],
    failure: null,
    provenance: {
      git: { commit: "0123456789abcdef0123456789abcdef01234567", dirty: false },
      data: [{ path: "data/synthetic-equity-day.csv", sha256: "ab".repeat(32), bytes: 34_567 }],
      code: {
        sha256: "cd".repeat(32),
        files: [
          { path: "src/index.ts", sha256: "ef".repeat(32) },
          { path: "src/solver/allocate.ts", sha256: "01".repeat(32) },
        ],
      },
      packages: { impactlab: "0.1.0", "danfojs-node": "1.2.0", "plotly.js-dist-min": "3.7.0", tslab: "1.0.22" },
      node: "v20.20.2",
      seeds: { impactlab: 1 },
      tolerances: { feasibility: 1e-12, stationarity: 1e-9 },
      times: {
        started: "2026-01-05T09:30:00.000Z",
        finished: "2026-01-05T09:30:12.345Z",
        cells: numbered.map(({ cell_type }, i) => (cell_type === "code" ? 17 * i : null)),
      },
    },
    ...changes,
  };
}
