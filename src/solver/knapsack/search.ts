/**
 * The best way to pack an order into items and a pool, with a proven bound.
 *
 * The bound by which ways are left out is the Lagrangian dual's at one price of volume (price-dual.ts); the nearer the
 * best packing is to it, the shorter the lists of ways. Where no bin is inside, all ways of all items are priced with
 * the pool. For each item that may be inside, the ways of all others are needed: its list is made by halves, so that N
 * of them cost log N lists of all; alike items need one for all, and an item whose bound inside is no better than the
 * best packing needs none.
 */
import { sum } from "../../numeric/sum";
import type { Steps } from "./budget";
import { fillAlike, largestAlike } from "./alike";
import { learn, PriceDual } from "./price-dual";
import { choicesOf, extend, firstLayer, fix, type Layer } from "./states";
import type { Inside, KnapsackProblem, Packing, Pool } from "./problem";

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
const FEWEST_WAYS = 256;
const FEWEST_ALIKE = 4;
/** Items in doubt, and bins for what is left over, that first packings are made of. */
const CORES = [24, 96];
const CORE_WAYS = 4096;
const MOST_TRIED = 400;

export function searchPackings(problem: KnapsackProblem, budget: Steps): KnapsackResult {
  return new Search(problem, budget).run();
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
  private readonly dual: PriceDual;
  private readonly largest: Float64Array;
  private readonly slack: number;

  constructor(
    private readonly problem: KnapsackProblem,
    private readonly budget: Steps,
  ) {
    this.dual = new PriceDual(problem);
    this.largest = Float64Array.from(problem.items, ({ choices }) =>
      choices.reduce((most, { volume }) => Math.max(most, volume), 0),
    );
    this.slack = problem.step === 1 ? 0 : ROUNDING * problem.total;
  }

  run(): KnapsackResult {
    const { items } = this.problem;
    this.tryGreedy();
    const order = this.dual.byMargin();
    for (const core of CORES) if (core < items.length) this.tryCore(order, core);
    this.settle(this.extendBy(this.seed(order), order), -1);
    const pending = this.groups()
      .map((group) => ({ group, bound: this.dual.valueInside(group[0]) }))
      .filter(({ bound }) => bound < this.target())
      .sort((a, b) => a.bound - b.bound);
    this.leaveOut(order, pending);
    return { best: this.best, lowerBound: this.lowerBound(), nodes: this.nodes };
  }

  /** With only so many items in doubt, those whose choice is the least clear, and the others at their cheapest. */
  private tryCore(order: readonly number[], core: number): void {
    const { items } = this.problem;
    const clear = order.slice(0, -core);
    let layer = firstLayer();
    const empty: number[] = [];
    for (const k of clear) {
      const choice = this.dual.cheapest(k);
      if (choice > 0) layer = fix(layer, k, choice, items[k]);
      else empty.push(k);
    }
    const found = this.extendBy(layer, order.slice(-core), empty, CORE_WAYS);
    const { open } = this;
    this.settle(found, -1);
    for (const k of empty.slice(-core)) this.settle(found, k);
    // What was left aside here is looked for again.
    this.open = open;
  }

  /** The ways of the largest set of alike items, to begin with. */
  private seed(among: readonly number[]): Layer {
    const { items, total, poolWithRest } = this.problem;
    const set = poolWithRest === undefined ? largestAlike(items, among) : [];
    if (set.length < FEWEST_ALIKE) return firstLayer();
    const layer = fillAlike(firstLayer(), items, set, total + this.slack);
    this.nodes += layer.lists[0].length;
    return layer;
  }

  /** The cost below which a packing would count as better. */
  private target(): number {
    return this.best === undefined ? Infinity : this.best.cost * (1 - NO_GAIN);
  }

  /** Proven so far. */
  private lowerBound(): number {
    return Math.min(this.target(), Math.max(this.dual.value, this.open));
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

  /**
   * The ways of a layer with each of some items decided as well. Those decided nowhere may be inside yet, and of
   * `beside` one may, whatever was decided for it.
   */
  private extendBy(from: Layer, which: readonly number[], beside: readonly number[] = [], ways?: number): Layer {
    const { items, total, poolWithRest, pool } = this.problem;
    const { dual, budget } = this;
    // Bounds keep most lists short, and those that need it may grow, until that has taken its share.
    const growsUntil = this.nodes + budget.nodes / 4;
    const fewest = Math.max(FEWEST_WAYS, Math.floor(budget.nodes / (8 * Math.max(1, items.length))));
    let layer = from;
    const decided = new Set(beside);
    for (let at: Layer | undefined = from; at !== undefined; at = at.before) {
      if (at.item >= 0) decided.add(at.item);
      at.alike?.forEach((k) => decided.add(k));
    }
    // What is not decided is counted at its cheapest, and at its largest.
    let others = dual.price * total + dual.fromPool;
    let reach = pool.room + beside.reduce((most, k) => Math.max(most, this.largest[k]), 0);
    for (let k = 0; k < items.length; k++) {
      if (decided.has(k)) continue;
      others += dual.base[k];
      reach += this.largest[k];
    }
    others += beside.reduce((least, k) => Math.min(least, dual.base[k]), 0);
    for (const k of which) {
      if (decided.has(k)) continue;
      others -= dual.base[k];
      reach -= this.largest[k];
      layer = extend(layer, k, items[k], {
        most: total + this.slack,
        least: total - this.slack - reach,
        slack: this.slack,
        rest: poolWithRest !== undefined,
        ways: ways ?? (this.nodes < growsUntil ? Infinity : fewest),
        price: dual.price,
        others,
        target: this.target(),
        drop: (bound) => (this.open = Math.min(this.open, bound)),
      });
      this.nodes += layer.lists[0].length + layer.lists[1].length;
    }
    return layer;
  }

  /** Each group's first item inside beside all ways of the others, by halves. */
  private leaveOut(order: readonly number[], pending: readonly Pending[]): void {
    if (pending.length === 0) return;
    const first = new Set(pending.map(({ group: [k] }) => k));
    const others = order.filter((k) => !first.has(k));
    const halve = (layer: Layer, part: readonly Pending[]): void => {
      const least = part.reduce((lowest, { bound }) => Math.min(lowest, bound), Infinity);
      if (!(least < this.target())) return;
      const stopped = this.budget.stop(this.nodes, this.lowerBound(), this.best?.cost ?? Infinity);
      if (stopped || this.nodes > this.budget.nodes) {
        this.open = Math.min(this.open, least);
        return;
      }
      if (part.length === 1) return this.settle(layer, part[0].group[0]);
      const middle = part.length >> 1;
      const [near, far] = [part.slice(0, middle), part.slice(middle)];
      const firsts = (half: readonly Pending[]): number[] => half.map(({ group: [k] }) => k);
      halve(this.extendBy(layer, firsts(far)), near);
      halve(this.extendBy(layer, firsts(near)), far);
    };
    halve(this.extendBy(this.seed(others), others), pending);
  }

  /** What the ways of a layer might lead to, with an item inside or (-1) none. */
  private leads(layer: Layer, item: number): Lead[] {
    const { total, items, pool, poolWithRest, step } = this.problem;
    const { price, fromPool } = this.dual;
    const found: Lead[] = [];
    const target = this.target();
    const look = (list: number, inside: Inside | undefined, into: Pool): void => {
      const { length, volume, cost } = layer.lists[list];
      const least = fromPool + (inside === undefined ? 0 : this.dual.above(inside));
      for (let place = 0; place < length; place++) {
        const left = remaining(total, volume[place], step);
        if (!(cost[place] + price * left + least < target)) continue;
        this.nodes++;
        const bound = cost[place] + this.boundBeside(into, inside, left, target - cost[place]);
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

  /** A lower bound of what is left, in the pool and the bin inside; `enough` is where no better one is asked for. */
  private boundBeside({ room, known }: Pool, inside: Inside | undefined, left: number, enough: number): number {
    if (inside === undefined) {
      if (left > room + this.slack) return Infinity;
      return room > 0 ? known.lowerBound(left) : 0;
    }
    const low = Math.max(inside.low, left - room);
    const high = Math.min(inside.high, left);
    if (!(low <= high)) return Infinity;
    const { step } = this.problem;
    if (room === 0) return inside.cost(left);
    // The chord first, along which one corner of the pool's bound is the least.
    const atLow = inside.cost(low);
    const slope = high > low ? (inside.cost(high) - atLow) / (high - low) : 0;
    const chord = atLow + slope * (left - low) + known.leastAbove(slope, left - high, left - low);
    return chord < enough ? known.lowerBoundBeside(inside.cost, left, low, high, step === 1).bound : chord;
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
      const real = cost[lead.place] + shared.cost;
      if (!(real < this.target())) continue;
      this.nodes += items.length;
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
      if (this.best === undefined || packing.cost < this.best.cost) this.best = packing;
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
    if (inside === undefined) {
      const point = learn(pool, left);
      return point === undefined ? undefined : { cost: point.cost, volume: 0, poolVolume: left };
    }
    if (pool.room === 0) {
      const point = learn(pool, 0);
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
      const point = learn(pool, v);
      if (point === undefined) continue;
      const cost = inside.cost(left - v) + point.cost;
      if (best === undefined || cost < best.cost) best = { cost, volume: left - v, poolVolume: v };
    }
    return best;
  }

  /** A first packing: items in order of price until the order is full, and the best bin for what is left. */
  private tryGreedy(): void {
    const { items, total, poolVolume, price } = this.problem;
    const full = items.map(({ choices }) =>
      choices.reduce((best, { holds, volume }, c) => (!holds && volume > choices[best].volume ? c : best), 0),
    );
    const per = items.map(({ choices }, k) =>
      full[k] === 0 ? Infinity : choices[full[k]].cost / choices[full[k]].volume,
    );
    const byPrice = [...items.keys()].filter((k) => full[k] > 0).sort((a, b) => per[a] - per[b] || a - b);
    const within = total - Math.min(poolVolume, total);
    let layer = firstLayer();
    const skipped: number[] = [];
    for (const k of byPrice) {
      const volume = layer.lists[0].volume[0];
      const fits = volume + items[k].choices[full[k]].volume <= total + this.slack;
      if (!fits || (volume >= within - this.slack && per[k] >= price)) skipped.push(k);
      else layer = fix(layer, k, full[k], items[k]);
    }
    this.settle(layer, -1);
    for (const k of skipped.slice(0, MOST_TRIED)) this.settle(layer, k);
    this.open = Infinity;
  }
}

interface Pending {
  /** Items that are alike. */
  readonly group: readonly number[];
  /** No packing with one of them inside costs less. */
  readonly bound: number;
}

function remaining(total: number, volume: number, step: 0 | 1): number {
  const left = total - volume;
  return step === 0 && left <= ROUNDING * total ? 0 : left;
}
