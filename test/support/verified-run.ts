/**
 * A run as it is verified: made up, with what the runner puts into the notebook's metadata.
 */
import type { RunRecord } from "../../src/notebook/record/run-record";
import { code, error, markdown, mime, recordOf, shown, stream } from "./run-records";

export const figure = { data: [{ type: "scatter", y: [1, 2, 3], name: "</script>" }], layout: {} };

const parameters = [
  { name: "size", type: "number", value: 7, default: 1, given: true, description: "" },
  { name: "side", type: "string", value: "buy", default: "buy", given: false, description: "" },
];

/** A record as the runner leaves it, with what it puts into the notebook's metadata. */
export function verifiedRun(cells: Parameters<typeof recordOf>[0], changes: Partial<RunRecord> = {}): RunRecord {
  const record = recordOf(cells, { parameters, ...changes });
  const { source, failure, provenance } = record;
  record.notebook.metadata.impactlab = {
    source,
    parameters: { size: 7, side: "buy" },
    failure,
    times: provenance.times,
  };
  return record;
}

export const CELLS = [
  markdown("# T"),
  { ...code("const size: number = 7;"), metadata: { tags: ["injected-parameters"] } },
  code("a", stream("stdout", "cost 3119\n"), shown(figure), mime({ "image/png": "iVBO" })),
  code("b", error("E", "v", "at line 1")),
];
