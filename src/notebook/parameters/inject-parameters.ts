/**
 * Gives a run its values: each stands in place of the default in the cell that declares it, so that
 * everything in that cell and below sees it. A cell of values that papermill left is taken out.
 */
import { hasTag, type Cell, type Notebook } from "../notebook-document";
import { literalText, type ParameterValue } from "./literal";
import type { ParameterSet } from "./parameter-sets";
import { describeType, typeOfValue, type ParameterType } from "./parameter-type";
import { declarationsOf, type Parameter, type ParameterDeclaration } from "./parameters-cell";

const INJECTED = "injected-parameters";
/** In a cell's metadata: its source with the defaults, and as it was given to a run. */
const DEFAULTS = "impactlab-defaults";

/** The notebook with the given values in its parameters cells. */
export function injectParameters(notebook: Notebook, parameters: readonly Parameter[], set: ParameterSet): Notebook {
  const given = parameters.filter(({ name }) => Object.hasOwn(set, name));
  const cells = notebook.cells.filter((cell) => !hasTag(cell, INJECTED));
  if (given.length === 0) return { ...notebook, cells };
  const isParameters = (cell: Cell): boolean => cell.cell_type === "code" && hasTag(cell, "parameters");
  return {
    ...notebook,
    cells: cells.map((cell) => {
      const source = isParameters(cell) ? withValues(cell.source, given, set) : cell.source;
      if (source === cell.source) return cell;
      const metadata = { ...cell.metadata, [DEFAULTS]: { defaults: cell.source, given: source } };
      return { ...cell, source, metadata };
    }),
  };
}

/** A notebook that a run wrote with the defaults that the run replaced, but where a cell was edited since. */
export function withDefaults(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    const { [DEFAULTS]: before, ...metadata } = cell.metadata;
    const { defaults, given } = (before ?? {}) as { defaults?: unknown; given?: unknown };
    if (before === undefined) return cell;
    return {
      ...cell,
      metadata,
      source: typeof defaults === "string" && given === cell.source ? defaults : cell.source,
    };
  });
  return { ...notebook, cells };
}

function withValues(source: string, given: readonly Parameter[], set: ParameterSet): string {
  let text = "";
  let at = 0;
  for (const { name, declaration, file } of declarationsOf(source)) {
    const parameter = given.find((other) => other.name === name);
    if (parameter === undefined) continue;
    const { initializer, type, name: identifier } = declaration;
    const before = (type ?? identifier).end;
    text += source.slice(at, initializer?.getStart(file) ?? before) + (initializer === undefined ? " = " : "");
    text += valueText(set[name], parameter.type, declaration);
    at = initializer?.end ?? before;
  }
  return text + source.slice(at);
}

/**
 * The value, and its type where TypeScript would take it for one value alone: after
 * `const side: "buy" | "sell" = "sell"` it refuses `side === "buy"`.
 */
function valueText(
  value: ParameterValue,
  type: ParameterType,
  { type: stated }: ParameterDeclaration["declaration"],
): string {
  const text = literalText(value);
  if (stated === undefined) {
    const widened = describeType(type.kind === "other" ? typeOfValue(value) : type);
    return widened === "" ? text : `${text} as ${widened}`;
  }
  const narrows = type.kind === "choice" || type.kind === "boolean" || type.nullable === true;
  return narrows && !type.list ? `${text} as ${stated.getText()}` : text;
}
