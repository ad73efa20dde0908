/** The controls of a live figure: what can be moved, between which bounds, in which unit, along which scale. */
import { must } from "../base/input-error";
import { unitsOf } from "../base/units";
import { log, pow } from "../numeric/elementary";
import type { LiveData, LiveState } from "./live-data";

/** What a notebook's parameters cell declares of one of its parameters. */
export interface DeclaredParameter {
  readonly name: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly unit?: string;
  readonly description?: string;
}

export interface NumberControl {
  readonly of: "size" | "shift" | "cap";
  readonly label: string;
  readonly title: string;
  readonly unit: string;
  /** The ends of its slider. */
  readonly least: number;
  readonly most: number;
  readonly scale: "log" | "linear";
  /** What values must keep to, as declared. */
  readonly declared: DeclaredParameter | undefined;
}

export interface SideControl {
  readonly of: "side";
  readonly label: string;
  readonly title: string;
  readonly choices: readonly string[];
}

export type Control = NumberControl | SideControl;

/** @param parameters what the notebook declares; ranges and units are theirs where they name a control's parameter. */
export function controlsOf(data: LiveData, parameters: readonly DeclaredParameter[]): Control[] {
  const { base, models, grid, caps } = data;
  const declaredFor = (of: keyof LiveState): DeclaredParameter | undefined =>
    parameters.find(({ name }) => name === data.parameters[of]);
  const { sizes } = unitsOf({ notes: models[0].notes }, data.options);
  const number = (of: NumberControl["of"], rest: Omit<NumberControl, "of" | "declared" | "title">): NumberControl => {
    const declared = declaredFor(of);
    const { minimum: least = rest.least, maximum: most = rest.most, unit = rest.unit, description } = declared ?? {};
    const scale = least > 0 ? rest.scale : "linear";
    return { of, ...rest, scale, least, most, unit, declared, title: description ?? rest.label };
  };
  const around = base.size > 0 ? base.size : 1;
  const controls: Control[] = [
    number("size", {
      label: grid === undefined ? "S" : "largest S",
      unit: sizes,
      least: rounded(around / 10),
      most: rounded(around * 10),
      scale: "log",
    }),
    number("shift", { label: "shift of β", unit: "", least: -0.5, most: 0.5, scale: "linear" }),
  ];
  const bins = models[0].numbers.alpha.length;
  if (grid === undefined && bins > 1)
    controls.push(
      caps === undefined
        ? number("cap", { label: "no bin above", unit: sizes, least: around / bins, most: around, scale: "log" })
        : number("cap", { label: "caps as run ×", unit: "", least: 0.1, most: 10, scale: "log" }),
    );
  if (models.length > 1) {
    const title = declaredFor("side")?.description ?? "side";
    controls.push({ of: "side", label: "side", title, choices: models.map(({ side }) => side) });
  }
  return controls;
}

/** The value at a place along a slider, 0 to 1, to three digits. */
export function valueAt({ least, most, scale }: NumberControl, place: number): number {
  const value = rounded(scale === "log" ? least * pow(most / least, place) : least + place * (most - least));
  return Math.min(most, Math.max(least, value));
}

/** The place of a value along the slider; values beyond its ends stand at them. */
export function placeOf({ least, most, scale }: NumberControl, value: number): number {
  const place = scale === "log" ? log(value / least) / log(most / least) : (value - least) / (most - least);
  return Math.min(1, Math.max(0, place));
}

/** @throws InputError for a number that the parameter's declaration, or the control, does not take. */
export function checkValue({ of, declared, unit }: NumberControl, value: number): number {
  const name = declared?.name ?? of;
  const units = unit === "" ? "" : ` ${unit}`;
  must(Number.isFinite(value), name, "must be a number", value);
  if (of !== "shift") must(value >= 0, name, "must be 0 or above", value);
  const { minimum = -Infinity, maximum = Infinity } = declared ?? {};
  must(value >= minimum, name, `must be at least ${minimum}${units}`, value);
  must(value <= maximum, name, `must be at most ${maximum}${units}`, value);
  return value;
}

function rounded(value: number): number {
  const near = Number(value.toPrecision(3));
  return Math.abs(near) < 1e-12 ? 0 : near;
}
