/**
 * The module "live" of a page: puts a panel to every figure that is marked as its own, solves again what a reader
 * moves, and has the page draw the answer. Figures of one order move together.
 */
import "./keep-to-policy";

import { answer, type Answer } from "../solve";
import { withAsRun } from "../as-run";
import { controlsOf, type DeclaredParameter } from "../controls";
import { sameState, type LiveData, type LiveState } from "../live-data";
import { Panel } from "./panel";
import style from "./panel.css";
import { withAreas } from "./areas";
import { element } from "./element";

/** Where a page keeps data blocks, by their ids. */
const blockOf = (attribute: string, id: string | undefined): string =>
  document.querySelector(`script[${attribute}="${id}"]`)?.textContent ?? "null";

/** A module's data, whose large parts figures share. */
function dataOf(id: string | undefined): LiveData {
  const partOf = (value: unknown): unknown => {
    const part = (value as Record<string, string> | null)?.["impactlab-part"];
    return part === undefined ? value : JSON.parse(blockOf("data-module-part", part));
  };
  const data = JSON.parse(blockOf("data-module-data", id)) as LiveData;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, partOf(value)])) as unknown as LiveData;
}

/** Live figures of one order, and the state that they share. */
class Group {
  readonly members: Member[] = [];
  state: LiveState;

  constructor(readonly base: LiveState) {
    this.state = base;
  }

  /** The figure that was moved answers at once, the others after it. */
  move(change: Partial<LiveState>, first: Member): void {
    const state = { ...this.state, ...change };
    if (!first.answers(state)) return;
    this.state = state;
    for (const member of this.members) {
      if (member !== first) setTimeout(() => this.state === state && member.answers(state));
    }
  }
}

class Member {
  readonly panel: Panel;
  private readonly asRun: Answer;

  constructor(
    private readonly place: HTMLElement,
    private readonly data: LiveData,
    group: Group,
    parameters: readonly DeclaredParameter[],
  ) {
    this.asRun = answer(data, data.base);
    const events = {
      move: (change: Partial<LiveState>) => group.move(change, this),
      reset: () => group.move(group.base, this),
    };
    const folded = group.members.length > 0;
    group.members.push(this);
    this.panel = new Panel(controlsOf(data, parameters), data.base, events, folded);
    this.panel.show(data.base, this.asRun.facts, this.asRun.facts);
  }

  /** Whether the page comes to the very figure that the run shows. */
  agrees(shown: string): boolean {
    return JSON.stringify(this.asRun.figure, plain) === JSON.stringify(JSON.parse(shown), plain);
  }

  /** Whether there is an answer; it is drawn then, else the panel says why not. */
  answers(state: LiveState): boolean {
    try {
      const back = sameState(state, this.data.base);
      const now = back ? this.asRun : answer(this.data, state);
      this.draw(withAreas(back ? now.figure : withAsRun(now.figure, this.asRun.figure)));
      this.panel.show(state, now.facts, this.asRun.facts);
      return true;
    } catch (error) {
      this.panel.refuse(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  private draw(figure: object): void {
    this.place.dispatchEvent(new CustomEvent("figure", { detail: figure }));
  }
}

const groups = new Map<string, Group>();
const parameters = JSON.parse(document.querySelector("script[data-parameters]")?.textContent ?? "[]") as [];
const places = [...document.querySelectorAll<HTMLElement>('[data-page-module="live"]')];
if (places.length > 0) document.head.append(element("style", {}, style));
for (const frame of places) {
  const place = frame.querySelector<HTMLElement>("[data-figure]");
  if (place === null) continue;
  try {
    const data = dataOf(frame.dataset.moduleData);
    const key = JSON.stringify([data.models, data.base, data.caps]);
    const group = groups.get(key) ?? new Group(data.base);
    groups.set(key, group);
    const member = new Member(place, data, group, parameters);
    if (member.agrees(blockOf("data-figure-data", place.dataset.figure))) place.before(member.panel.root);
    else throw new Error("this page solves to another figure than the run shows; it was made by another version");
  } catch (error) {
    place.before(element("p", { class: "live-message" }, `Not live: ${(error as Error).message}.`));
  }
}

/** As notebooks are written: with the keys of objects in order. */
function plain(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
