/**
 * The best way to pack an order into items and a pool, with a proven bound.
 *
 * The bound by which ways are left out is the Lagrangian dual's at one price of volume: what every choice costs above
 * its item's cheapest, its volume priced. Where no bin is inside, all ways of all items are priced with the pool. For
 * each item that may be inside, the ways of all others are needed: its list is made by halves, so that N of them cost
 * log N lists of all; alike items need one for all, and an item whose bound with the list of all items (its own choice
 * made twice then) is no better than the best allocation needs none.
 */
import { sum } from "../../numeric/sum";
import type { Budget } from "./budget";
import { choicesOf, extend, firstLayer, type Layer, type Limits } from "./states";
import type { Inside, KnapsackProblem, Packing, Pool, PoolPoint } from "./problem";

export interface KnapsackResult {
  readonly best: Packing | undefined;
  /** No packing costs less. */
  readonly lowerBound: number;
  readonly nodes: number;
}

/** A part of the cost: a packing that can better the best by no more is not looked for. */
export const NO_GAIN = 5e-13;
const MOST_POINTS = 200;
const ROUNDING = 1e-14;
const FEWEST_STATES = 256;

export function searchPackings(problem: KnapsackProblem, budget: Budget, incumbent?: Packing): KnapsackResult {
  return new Search(problem, budget, incumbent).run();
}

/** One packing in question: what is left for the pool and the bin inside, and the least it can cost. */
interface Lead {
  readonly list: number;
  readonly place: number;
  readonly item: number;
  readonly inside: Inside | undefined;
  readonly pool: Pool;
  readonly bound: number;
}

class Search {
  private best: Packing | undefined;
  /** The least bound of what was left aside unsolved. */
  private open = Infinity;
  private nodes = 0;
  private readonly base: Float64Array;
  private readonly fromPool: number;
  private readonly most: number;

  constructor(
    private readonly problem: KnapsackProblem,
    private readonly budget: Budget,
    incumbent: Packing | undefined,
  ) {
    this.best = incumbent;
    const { items, price, pool, poolVolume } = problem;
    this.base = Float64Array.from(items, ({ choices }) =>
      choices.reduce((least, { cost, volume, holds }) => (holds ? least : Math.min(least, cost - price * volume)), 0),
    );
    const at = pool.room > 0 ? pool.at(poolVolume) : undefined;
    this.fromPool = at === undefined ? 0 : at.cost - price * at.volume;
    if (at !== undefined) pool.known.add({ v: at.volume, c: at.cost, slope: at.slope });
    const doublings = 34 - Math.clz32(items.length);
    this.most = Math.max(FEWEST_STATES, Math.floor(budget.nodes / (doublings * Math.max(1, items.length))));
  }

  run(): KnapsackResult {
    const { items } = this.problem;
    this.tryGreedy();
    const all = this.order();
    const full = this.extendBy(firstLayer(), all, sum(this.base));
    this.settle(full, -1);
    const candidates = this.groups().filter(([k]) => items[k].inside.length > 0);
    const bounds = candidates.map(([k]) =>
      this.leads(full, k).reduce((least, { bound }) => Math.min(least, bound), Infinity),
    );
    const pending = candidates
      .map((group, g) => ({ group, bound: bounds[g] }))
      .filter(({ bound }) => bound < this.target())
      .sort((a, b) => a.bound - b.bound);
    this.leaveOut(pending);
    const lowest = Math.min(this.open, this.target());
    return { best: this.best, lowerBound: lowest, nodes: this.nodes };
  }

  /** The cost below which a packing would count as better. */
  private target(): number {
    return this.best === undefined ? Infinity : this.best.cost * (1 - NO_GAIN);
  }

  /** Items as they are best decided on: those whose choice is the clearest first. */
  private order(): number[] {
    const { items, price } = this.problem;
    const margin = Float64Array.from(items, ({ choices }, k) =>
      choices.reduce((least, { cost, volume, holds }) => {
        const above = cost - price * volume - this.base[k];
        return holds || !(above > 0) ? least : Math.min(least, above);
      }, Infinity),
    );
    return [...items.keys()].sort((a, b) => margin[b] - margin[a] || a - b);
  }

  private groups(): number[][] {
    const groups = new Map<string, number[]>();
    this.problem.items.forEach(({ key }, k) => {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [k]);
      else group.push(k);
    });
    return [...groups.values()];
  }

  private extendBy(from: Layer, which: readonly number[], basis: number): Layer {
    const { items, total, price, trims, poolWithRest } = this.problem;
    const slack = this.problem.step === 1 ? 0 : ROUNDING * total;
    let layer = from;
    // What is not chosen for yet is counted at its cheapest.
    const fixed = price * total + this.fromPool;
    let rest = basis - this.baseOf(from);
    for (const k of which) {
      rest -= this.base[k];
      const others = fixed + rest;
      const limits: Limits = {
        total,
        slack,
        rest: poolWithRest !== undefined,
        trims,
        most: this.most,
        bound: (volume, cost) => cost - price * volume + others,
        target: this.target(),
        drop: (bound) => (this.open = Math.min(this.open, bound)),
      };
      layer = extend(layer, k, items[k], limits);
      this.nodes += layer.lists[0].length + layer.lists[1].length;
    }
    return layer;
  }

  private baseOf(layer: Layer): number {
    let total = 0;
    for (let at: Layer | undefined = layer; at?.before !== undefined; at = at.before) total += this.base[at.item];
    return total;
  }

  /** Each group's first item inside beside all ways of the others, by halves. */
  private leaveOut(pending: readonly { readonly group: readonly number[]; readonly bound: number }[]): void {
    const first = new Set(pending.map(({ group: [k] }) => k));
    const others = this.order().filter((k) => !first.has(k));
    const basis = sum(this.base);
    type Pending = (typeof pending)[number];
    const halve = (layer: Layer, part: readonly Pending[]): void => {
      const left = part.filter(({ bound }) => bound < this.target());
      if (left.length === 0) return;
      const least = left.reduce((lowest, { bound }) => Math.min(lowest, bound), Infinity);
      const lowerBound = Math.min(this.open, this.target());
      if (this.nodes > this.budget.nodes || this.budget.stop(this.nodes, lowerBound, this.best?.cost ?? Infinity)) {
        this.open = Math.min(this.open, least);
        return;
      }
      if (part.length === 1) return this.settle(layer, part[0].group[0]);
      const middle = part.length >> 1;
      const [near, far] = [part.slice(0, middle), part.slice(middle)];
      halve(
        this.extendBy(
          layer,
          far.map(({ group: [k] }) => k),
          basis,
        ),
        near,
      );
      halve(
        this.extendBy(
          layer,
          near.map(({ group: [k] }) => k),
          basis,
        ),
        far,
      );
    };
    if (pending.length > 0) halve(this.extendBy(firstLayer(), others, basis), pending);
  }

  /** What the ways of a layer might lead to, with an item inside or (-1) none. */
  private leads(layer: Layer, item: number): Lead[] {
    const { total, items, pool, poolWithRest, step } = this.problem;
    const found: Lead[] = [];
    const target = this.target();
    const look = (list: number, inside: Inside | undefined, into: Pool): void => {
      const { length, volume, cost } = layer.lists[list];
      for (let place = 0; place < length; place++) {
        const bound = cost[place] + this.boundBeside(into, inside, remaining(total, volume[place], step));
        if (bound < target) found.push({ list, place, item, inside, pool: into, bound });
      }
    };
    const insides = item < 0 ? [undefined] : items[item].inside;
    for (const inside of insides) {
      if (poolWithRest === undefined) look(0, inside, pool);
      else if (inside?.holds === true) look(0, inside, pool);
      else {
        look(1, inside, pool);
        look(0, inside, poolWithRest);
      }
    }
    return found;
  }

  private boundBeside({ room, known }: Pool, inside: Inside | undefined, left: number): number {
    if (inside === undefined) {
      if (left > room) return Infinity;
      return room > 0 ? known.lowerBound(left) : 0;
    }
    const low = Math.max(inside.low, left - room);
    const high = Math.min(inside.high, left);
    if (!(low <= high)) return Infinity;
    const { step } = this.problem;
    if (room === 0) return inside.cost(left);
    return known.lowerBoundBeside(inside.cost, left, low, high, step === 1).bound;
  }

  /** Solves what the ways of a layer lead to, the lowest bound first, until none can better the best. */
  private settle(layer: Layer, item: number): void {
    const leads = this.leads(layer, item).sort((a, b) => a.bound - b.bound);
    for (const lead of leads) {
      if (!(lead.bound < this.target())) continue;
      const { items, total, step } = this.problem;
      const { volume, cost } = layer.lists[lead.list];
      const left = remaining(total, volume[lead.place], step);
      const shared = this.share(lead, left, cost[lead.place]);
      if (shared === undefined) continue;
      const choices = choicesOf(layer, lead.list, lead.place, items.length);
      const chosen = sum(Array.from(choices, (c, k) => items[k].choices[c].cost));
      const packing = {
        cost: chosen + shared.cost,
        choices,
        item,
        inside: lead.inside,
        volume: shared.volume,
        poolVolume: shared.poolVolume,
        poolHolds: lead.pool === this.problem.poolWithRest,
      };
      const real = cost[lead.place] + shared.cost;
      if (this.best === undefined || packing.cost < this.best.cost) this.best = packing;
      // A way from a thinned list costs more than it says.
      if (real < this.target()) this.open = Math.min(this.open, real);
    }
  }

  /** The least cost of what is left, in the pool and the bin inside; undefined where it cannot better the best. */
  private share(
    { pool, inside }: Lead,
    left: number,
    before: number,
  ): { cost: number; volume: number; poolVolume: number } | undefined {
    const { step } = this.problem;
    const atPool = (volume: number): PoolPoint | undefined => {
      const point = pool.at(volume);
      if (point !== undefined) pool.known.add({ v: point.volume, c: point.cost, slope: point.slope });
      return point;
    };
    if (inside === undefined) {
      const point = atPool(left);
      return point === undefined ? undefined : { cost: point.cost, volume: 0, poolVolume: left };
    }
    if (pool.room === 0) {
      const point = atPool(0);
      return point === undefined ? undefined : { cost: inside.cost(left) + point.cost, volume: left, poolVolume: 0 };
    }
    const low = Math.max(inside.low, left - pool.room);
    const high = Math.min(inside.high, left);
    let best: { cost: number; volume: number; poolVolume: number } | undefined;
    const seen = new Set<number>();
    for (let points = 0; ; points++) {
      const goal = Math.min(this.target() - before, (best?.cost ?? Infinity) * (1 - NO_GAIN));
      const { bound, v } = pool.known.lowerBoundBeside(inside.cost, left, low, high, step === 1);
      if (!(bound < goal)) break;
      if (seen.has(v) || points >= MOST_POINTS) {
        this.open = Math.min(this.open, before + bound);
        break;
      }
      seen.add(v);
      const point = atPool(v);
      if (point === undefined) continue;
      const cost = inside.cost(left - v) + point.cost;
      if (best === undefined || cost < best.cost) best = { cost, volume: left - v, poolVolume: v };
    }
    return best;
  }

  /** A first packing: items in order of price until the order is full, and the best bin for what is left. */
  private tryGreedy(): void {
    const { items, price, total, step, poolVolume } = this.problem;
    const slack = step === 1 ? 0 : ROUNDING * total;
    const full = items.map(({ choices }) =>
      choices.reduce((best, choice, c) => (!choice.holds && choice.volume > choices[best].volume ? c : best), 0),
    );
    const per = items.map(({ choices }, k) =>
      full[k] === 0 ? Infinity : choices[full[k]].cost / choices[full[k]].volume,
    );
    const byPrice = [...items.keys()].filter((k) => full[k] > 0).sort((a, b) => per[a] - per[b] || a - b);
    let layer = firstLayer();
    let volume = 0;
    let cost = 0;
    const within = total - (price < Infinity ? Math.min(poolVolume, total) : 0);
    const skipped: number[] = [];
    for (const k of byPrice) {
      const { volume: more, cost: dear } = items[k].choices[full[k]];
      if (volume + more > total + slack || (volume >= within - slack && per[k] >= price)) {
        skipped.push(k);
        continue;
      }
      volume += more;
      cost += dear;
      const state = {
        length: 1,
        volume: Float64Array.of(volume),
        cost: Float64Array.of(cost),
        from: Int32Array.of(0),
        choice: Uint8Array.of(full[k]),
      };
      layer = { lists: [state, layer.lists[1]], item: k, before: layer };
    }
    this.settle(layer, -1);
    for (const k of skipped) this.settle(layer, k);
  }
}

function remaining(total: number, volume: number, step: 0 | 1): number {
  const left = total - volume;
  return step === 0 && Math.abs(left) <= ROUNDING * total ? 0 : left;
}
