/**
 * One parameter as a control: a slider with a box, a box, a select, a check box. What may not be is said beside it,
 * and changes nothing.
 */
import type { ParameterControl } from "../../../help/outline";
import { literal, readValue, shownValue, type Value } from "./parameter-text";
import { sliderScale } from "./slider-scale";

export interface Control {
  readonly node: HTMLElement;
  /** Shows a value that was written into the cell. */
  show(parameter: ParameterControl): void;
}

/** `onChange` is given the text to stand in the cell. */
export function newControl(parameter: ParameterControl, onChange: (text: string) => void): Control {
  const { name, type, description, unit, problem, range } = parameter;
  const node = document.createElement("label");
  node.className = "il-Parameter";
  node.title = description;
  const caption = element("span", "il-Parameter-name", name);
  const said = element("span", "il-Parameter-problem", problem ?? "");
  const parts = [caption];
  // What was refused stays in its box, and why, until the value is another one.
  let refused = false;
  const refuse = (rule: string): void => {
    refused = true;
    said.textContent = rule;
  };
  const change = (value: Value): void => {
    const rule = ruleBroken(parameter, value);
    if (rule !== undefined) return refuse(rule);
    refused = false;
    said.textContent = "";
    onChange(literal(value));
  };
  let show: (value: Value | undefined) => void = () => undefined;
  if (range === undefined || type.kind === "other" || parameter.default === undefined) {
    parts.push(element("code", "", parameter.expression ?? "(computed)"));
  } else if (type.kind === "boolean" && !type.list && type.nullable !== true) {
    const input = inputOf("checkbox");
    input.addEventListener("change", () => change(input.checked));
    show = (value) => (input.checked = value === true);
    parts.push(input);
  } else if (type.kind === "choice" && !type.list) {
    const choices: Value[] = [...type.choices, ...(type.nullable === true ? [null] : [])];
    const select = document.createElement("select");
    for (const choice of choices) select.append(new Option(String(choice), literal(choice)));
    select.addEventListener("change", () => change(JSON.parse(select.value) as Value));
    show = (value) => (select.value = literal(value ?? null));
    parts.push(select);
  } else {
    const box = inputOf("text");
    box.spellcheck = false;
    box.size = type.kind === "number" && !type.list ? 9 : 24;
    box.addEventListener("change", () => {
      const value = readValue(box.value, type);
      if (value === undefined) refuse(`must be ${described(parameter)}`);
      else change(value);
    });
    const slider = sliderOf(parameter, (value) => {
      box.value = shownValue(value);
      change(value);
    });
    show = (value) => {
      if (document.activeElement !== box) box.value = shownValue(value ?? null);
      if (typeof value === "number") slider?.show(value);
    };
    parts.push(...(slider === undefined ? [] : [slider.node]), box);
  }
  if (unit !== undefined) parts.push(element("span", "il-Parameter-unit", unit));
  node.append(...parts, said);
  show(parameter.default as Value);
  let current = JSON.stringify(parameter.default);
  return {
    node,
    show: (now) => {
      const text = JSON.stringify(now.default);
      if (refused && text === current) return;
      [refused, current] = [false, text];
      said.textContent = now.problem ?? "";
      show(now.default as Value);
    },
  };
}

function sliderOf(
  parameter: ParameterControl,
  onMove: (value: number) => void,
): { node: HTMLInputElement; show: (value: number) => void } | undefined {
  const scale = sliderScale(parameter);
  if (scale === undefined) return undefined;
  const input = inputOf("range");
  Object.assign(input, { min: "0", max: String(scale.steps), step: "1", ariaLabel: parameter.name });
  input.addEventListener("input", () => onMove(scale.value(Number(input.value))));
  return {
    node: input,
    show: (value) => {
      // While it is being moved, steps that come to one value are not taken back.
      if (document.activeElement === input && scale.value(Number(input.value)) === value) return;
      input.value = String(scale.step(value));
    },
  };
}

/** The rule that a value breaks. */
function ruleBroken({ minimum, maximum, integer, unit }: ParameterControl, value: Value): string | undefined {
  const units = unit === undefined ? "" : ` ${unit}`;
  for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
    if (typeof one !== "number") continue;
    if (!Number.isFinite(one)) return "must be finite";
    if (minimum !== undefined && !(one >= minimum)) return `must be at least ${minimum}${units}`;
    if (maximum !== undefined && !(one <= maximum)) return `must be at most ${maximum}${units}`;
    if (integer === true && !Number.isInteger(one)) return "must be a whole number";
  }
  return undefined;
}

function described({ type }: ParameterControl): string {
  const one = type.kind === "choice" ? `one of ${type.choices.join(", ")}` : `a ${type.kind}`;
  return `${type.list ? `a list, each ${one}` : one}${type.nullable === true ? ", or null" : ""}`;
}

function inputOf(type: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = type;
  return input;
}

function element(tag: string, className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
