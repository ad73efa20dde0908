/**
 * Every way to choose for some items, but for those that cannot lead to a better allocation: lists of total volume
 * and cost, an item at a time (Nemhauser and Ullmann, Management Science 15, 1969; with bounds, Pisinger, Operations
 * Research 45, 1997). More volume than needed can be given back at no cost, so only ways are kept that no other beats
 * in both. Of a list that grows beyond its limit the ways of the lowest bound are kept, and the rest is told.
 */
import type { Item } from "./problem";

/** Ways by ascending volume. */
export interface States {
  readonly length: number;
  readonly volume: Float64Array;
  readonly cost: Float64Array;
  /** Of each, the way it extends: its place in the layer before, and in which of its lists (the last bit). */
  readonly from: Int32Array;
  readonly choice: Uint8Array;
}

/** The ways after an item: without the odd rest, and with it. */
export interface Layer {
  readonly lists: readonly [States, States];
  readonly item: number;
  /** Instead of an item: a set of alike ones (alike.ts), of which the way's place says how many are full. */
  readonly alike?: readonly number[];
  readonly before: Layer | undefined;
}

export interface Limits {
  /** Ways above it are left out. */
  readonly most: number;
  /** Ways that end below it cannot reach the order any more. */
  readonly least: number;
  /** Volumes nearer than this are the same. */
  readonly slack: number;
  readonly rest: boolean;
  /** Ways kept at most in a list. */
  readonly ways: number;
  /** No allocation that a way leads to costs less than cost - price volume + others. */
  readonly price: number;
  readonly others: number;
  /** The cost from which on a bound is not worth going on with. */
  readonly target: number;
  /** Told of the least bound among ways that are dropped for want of room. */
  readonly drop: (bound: number) => void;
}

const EMPTY: States = {
  length: 0,
  volume: new Float64Array(0),
  cost: new Float64Array(0),
  from: new Int32Array(0),
  choice: new Uint8Array(0),
};

/** No item chosen for yet. */
export function firstLayer(): Layer {
  const start = { ...EMPTY, length: 1, volume: new Float64Array(1), cost: new Float64Array(1) };
  return { lists: [start, EMPTY], item: -1, before: undefined };
}

/** The ways of a layer, each with every choice of one item more. */
export function extend(layer: Layer, item: number, { choices }: Item, limits: Limits): Layer {
  const [without, holding] = layer.lists;
  const plain = choices.flatMap(({ holds }, k) => (holds ? [] : [k]));
  const withRest = limits.rest ? choices.flatMap(({ holds }, k) => (holds ? [k] : [])) : [];
  const runs = (states: States, list: number, which: readonly number[]): Run[] =>
    states.length === 0 ? [] : which.map((k) => ({ states, list, choice: k, ...choices[k] }));
  return {
    lists: [
      merge(runs(without, 0, plain), limits),
      limits.rest ? merge([...runs(holding, 1, plain), ...runs(without, 0, withRest)], limits) : EMPTY,
    ],
    item,
    before: layer,
  };
}

/** One way more decided: every way of the layer, an item's choice made. Only for layers of one way each. */
export function fix(layer: Layer, item: number, choice: number, { choices }: Item): Layer {
  const { volume, cost } = choices[choice];
  const [{ volume: v, cost: c }] = layer.lists;
  const way = {
    length: 1,
    volume: Float64Array.of(v[0] + volume),
    cost: Float64Array.of(c[0] + cost),
    from: Int32Array.of(0),
    choice: Uint8Array.of(choice),
  };
  return { lists: [way, EMPTY], item, before: layer };
}

/** The choices that led to a way. */
export function choicesOf(layer: Layer, list: number, place: number, items: number): Uint8Array {
  const choices = new Uint8Array(items);
  let [at, which, k]: [Layer | undefined, number, number] = [layer, list, place];
  while (at?.before !== undefined) {
    const states: States = at.lists[which];
    if (at.alike === undefined) choices[at.item] = states.choice[k];
    else for (let m = 0; m < k; m++) choices[at.alike[m]] = 1;
    const from = states.from[k];
    [at, which, k] = [at.before, from & 1, from >> 1];
  }
  return choices;
}

/** A list's ways with one choice added. */
interface Run {
  readonly states: States;
  readonly list: number;
  readonly choice: number;
  readonly volume: number;
  readonly cost: number;
}

function merge(runs: readonly Run[], limits: Limits): States {
  const { most, least, slack, ways, price, others, target } = limits;
  const room = runs.reduce((sum, { states }) => sum + states.length, 0);
  const volume = new Float64Array(room);
  const cost = new Float64Array(room);
  const from = new Int32Array(room);
  const choice = new Uint8Array(room);
  const at = new Int32Array(runs.length);
  const heads = Float64Array.from(runs, (run) => run.states.volume[0] + run.volume);
  let length = 0;
  for (;;) {
    let first = 0;
    for (let r = 1; r < heads.length; r++) if (heads[r] < heads[first]) first = r;
    const v = heads.length === 0 ? Infinity : heads[first];
    if (!(v <= most)) break;
    const run = runs[first];
    const k = at[first]++;
    const c = run.states.cost[k] + run.cost;
    heads[first] = k + 1 < run.states.length ? run.states.volume[k + 1] + run.volume : Infinity;
    if (v < least || !(c - price * v + others < target)) continue;
    // What is no larger and no cheaper is beaten.
    if (length > 0 && volume[length - 1] >= v - slack && cost[length - 1] <= c) continue;
    while (length > 0 && cost[length - 1] >= c) length--;
    volume[length] = v;
    cost[length] = c;
    from[length] = (k << 1) | run.list;
    choice[length] = run.choice;
    length++;
  }
  const states = { length, volume, cost, from, choice };
  return length <= ways ? states : dropWorst(states, limits);
}

/** The ways of lowest bound; what is dropped is told. */
function dropWorst({ length, volume, cost, from, choice }: States, { ways, price, others, drop }: Limits): States {
  const bounds = Float64Array.from({ length }, (_, k) => cost[k] - price * volume[k] + others);
  const highest = bounds.slice().sort()[ways];
  drop(highest);
  let kept = 0;
  for (let k = 0; k < length; k++) {
    if (!(bounds[k] < highest)) continue;
    volume[kept] = volume[k];
    cost[kept] = cost[k];
    from[kept] = from[k];
    choice[kept] = choice[k];
    kept++;
  }
  return { length: kept, volume, cost, from, choice };
}
