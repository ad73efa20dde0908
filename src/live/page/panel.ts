/** The panel of one live figure: its controls, what the answer is in numbers, and the way back to what was run. */
import { readable } from "../../base/readable";
import { checkValue, placeOf, valueAt, type Control, type NumberControl } from "../controls";
import type { Fact } from "../facts";
import { sameState, type LiveState } from "../live-data";
import { element } from "./element";

const UNMOVED = "Change it: this page solves it again";
/** Steps of a slider. */
const STEPS = 1000;

export interface PanelEvents {
  /** A reader moved a control. */
  readonly move: (change: Partial<LiveState>) => void;
  /** Back to what was run. */
  readonly reset: () => void;
}

export class Panel {
  readonly root: HTMLElement;
  private readonly back: HTMLButtonElement;
  private readonly heading = element("span", { role: "status" }, UNMOVED);
  private readonly facts = element("dl", { class: "live-facts" });
  private readonly proof = element("p", { class: "live-proof" });
  private readonly message = element("p", { class: "live-message", role: "alert" });
  private readonly shows: ((state: LiveState) => void)[] = [];

  constructor(
    controls: readonly Control[],
    private readonly base: LiveState,
    private readonly events: PanelEvents,
    folded: boolean,
  ) {
    this.back = element("button", { type: "button", class: "live-back" }, "as run");
    this.back.addEventListener("click", (click) => {
      click.preventDefault(); // it stands in the summary, and folds nothing
      events.reset();
    });
    const row = element("div", { class: "live-controls" });
    for (const control of controls)
      row.append(control.of === "side" ? this.sides(control.choices, control.title) : this.number(control));
    const summary = element("summary");
    summary.append(this.heading, this.back);
    this.root = element("details", { class: "live", ...(folded ? {} : { open: "" }) });
    this.root.append(summary, row, this.message, this.facts, this.proof);
  }

  /** Shows a state and its answer beside what was run. */
  show(state: LiveState, now: readonly Fact[], asRun: readonly Fact[]): void {
    for (const show of this.shows) show(state);
    const moved = !sameState(state, this.base);
    this.back.disabled = !moved;
    this.root.classList.toggle("moved", moved);
    this.facts.replaceChildren(...now.filter(({ residual }) => residual !== true).map((fact) => factOf(fact, asRun)));
    const residuals = now.filter(({ residual }) => residual === true);
    this.proof.textContent =
      residuals.length === 0
        ? ""
        : `Certificate: ${residuals.map(({ name, value }) => `${name} ${Number(value).toExponential(1)}`).join(", ")}`;
    for (const { name, value } of residuals) this.proof.dataset[camel(name)] = String(value);
    this.heading.textContent = moved ? changesOf(state, this.base) : UNMOVED;
    this.refuse("");
  }

  /** Says why there is no answer; the figure stays what it was. */
  refuse(text: string): void {
    this.message.textContent = text.replace(/^(options|run)\./, "");
  }

  private number(control: NumberControl): HTMLElement {
    const { of, label, title, unit } = control;
    const slider = element("input", {
      type: "range",
      min: "0",
      max: String(STEPS),
      step: "1",
      "aria-label": `${label}, slider`,
    });
    const typed = element("input", { type: "text", inputmode: "decimal", "aria-label": label, "data-control": of });
    const off = of === "cap" && this.base.cap === null;
    slider.addEventListener("input", () => {
      const place = Number(slider.value) / STEPS;
      // At its far end a cap that the run did not have is none.
      this.events.move({ [of]: off && place === 1 ? null : valueAt(control, place) });
    });
    typed.addEventListener("change", () => {
      const text = typed.value.trim();
      if (of === "cap" && /^(none|)$/i.test(text)) return this.events.move({ cap: null });
      try {
        this.events.move({ [of]: checkValue(control, numberOf(text)) });
      } catch (error) {
        this.refuse((error as Error).message);
      }
    });
    this.shows.push((state) => {
      const value = state[of];
      slider.value = String(value === null ? STEPS : Math.round(STEPS * placeOf(control, value)));
      typed.value = value === null ? "none" : readable(value).replace(/^-/, "−");
      typed.classList.toggle("changed", value !== this.base[of]);
    });
    const name = element("span", { class: "live-name" }, label);
    const field = element("label", { class: "live-field", title });
    field.append(name, slider, typed, element("span", { class: "unit" }, unit));
    return field;
  }

  private sides(choices: readonly string[], title: string): HTMLElement {
    const group = element("span", { class: "live-sides", role: "group", "aria-label": title, title });
    for (const side of choices) {
      const button = element("button", { type: "button", "data-side": side }, side);
      button.addEventListener("click", () => this.events.move({ side }));
      this.shows.push((state) => {
        button.setAttribute("aria-pressed", String(state.side === side));
        button.classList.toggle("changed", state.side === side && side !== this.base.side);
      });
      group.append(button);
    }
    return group;
  }
}

/** 250k, 1.5M, 12,000: what a person types. */
function numberOf(text: string): number {
  const [, digits, suffix = ""] = /^([-+]?[\d.,]+(?:e[-+]?\d+)?)\s*([kM]?)$/i.exec(text.replace(/−/g, "-")) ?? [];
  if (digits === undefined) return NaN;
  const times = { "": 1, k: 1e3, m: 1e6 }[suffix.toLowerCase() as "" | "k" | "m"];
  return Number(digits.replace(/,(?=\d{3})/g, "")) * times;
}

function factOf({ name, value, unit }: Fact, asRun: readonly Fact[]): HTMLElement {
  const was = asRun.find((fact) => fact.name === name)?.value;
  const changed = was !== undefined && was !== value;
  const place = element("div", changed ? { class: "changed" } : {});
  const number = element("data", { value: String(value) }, shown(value));
  const answer = element("dd");
  answer.append(number, element("span", { class: "unit" }, unit === undefined ? "" : ` ${unit}`));
  if (changed) answer.append(element("small", {}, `as run ${shown(was)}`));
  place.append(element("dt", {}, name), answer);
  return place;
}

function shown(value: number | string): string {
  return typeof value === "string" ? value : readable(value, 4).replace(/^-/, "−");
}

function changesOf(state: LiveState, base: LiveState): string {
  const text = (value: number | string | null): string => (value === null ? "none" : shown(value));
  const names = { size: "S", shift: "shift of β", cap: "cap", side: "side" } as const;
  const moved = (Object.keys(names) as (keyof LiveState)[]).filter((of) => state[of] !== base[of]);
  return `Not as run: ${moved.map((of) => `${names[of]} ${text(base[of])} → ${text(state[of])}`).join(", ")}`;
}

function camel(name: string): string {
  return name.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
}
