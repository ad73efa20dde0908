/**
 * Caps on concave bins. At an optimum all of them are at 0 or their caps but for one at most (two inside cost less when
 * one passes volume to the other), so they are the items of a search (knapsack/search.ts), and the convex and linear
 * bins its pool. What it finds slides to a local minimum before it counts: the inside bin's volume is known no better
 * than the cost, which is flat there.
 */
import { bisect } from "../../numeric/bisect";
import { exp, log } from "../../numeric/elementary";
import { sum } from "../../numeric/sum";
import type { Budget } from "../knapsack/budget";
import type { Item, Pool } from "../knapsack/problem";
import { searchPackings } from "../knapsack/search";
import { ConvexCost } from "../mixed/convex-cost";
import { costBeyondDoubles, LARGEST_LOG } from "../model/beyond-doubles";
import { curve, sumOfCosts } from "../model/cost";
import { dearest, type CappedBins } from "./bounded";
import { solveCapped, type CappedOptimum } from "./convex-with-pieces";
import { settleEnds, type CappedPoint, type PricedPoint } from "./ends";
import type { CappedProblem } from "./problem";
import { relaxedPrice } from "./relaxed-price";
import { slideToMinimum } from "./slide";
import { ROUNDING } from "./tolerances";

export interface CappedSearch extends PricedPoint {
  /** No feasible allocation costs less, currency. */
  readonly lowerBound: number;
  readonly passes: number;
  readonly converged: boolean;
}

export function searchCapped(problem: CappedProblem, budget: Budget): CappedSearch {
  const { model, size, cap, convex, concave } = problem;
  let passes = 0;
  let converged = true;
  const count = (solved: CappedOptimum): void => {
    passes += solved.passes;
    converged = converged && solved.converged;
  };
  const pool = poolOf(problem, count);
  const items = concave.map((j): Item => {
    const cost = (x: number): number => curve(model.alpha[j], model.beta[j], x);
    return {
      bin: j,
      choices: [
        { volume: 0, cost: 0, holds: false },
        { volume: cap[j], cost: cost(cap[j]), holds: false },
      ],
      inside: [{ low: 0, high: cap[j], holds: false, cost }],
      key: `${model.alpha[j]} ${model.beta[j]} ${cap[j]}`,
    };
  });
  const relaxed = relaxedPrice(problem);
  const { best, lowerBound } = searchPackings(
    {
      // Caps may fall short of the size by rounding.
      total: Math.min(size, sum(cap)),
      step: 0,
      items,
      pool,
      poolWithRest: undefined,
      price: relaxed === undefined ? 0 : exp(relaxed.u),
      poolVolume: relaxed === undefined ? 0 : Math.min(pool.room, sum(relaxed.x)),
    },
    budget,
  );
  if (best === undefined) throw costBeyondDoubles(size);
  const x = new Float64Array(cap.length);
  best.choices.forEach((c, k) => (x[concave[k]] = items[k].choices[c].volume));
  if (best.item >= 0) x[concave[best.item]] = best.volume;
  const rest = solvePool(problem, best.poolVolume);
  if (rest !== undefined) {
    convex.forEach((i, k) => (x[i] = rest.x[k]));
    problem.linear.forEach((i, k) => (x[i] = rest.filled[k]));
  }
  const point: CappedPoint = { x, cost: sumOfCosts(model, x) };
  return { ...settleEnds(problem, slideToMinimum(problem, point, count)), lowerBound, passes, converged };
}

/** Convex and linear bins alone: their own problem, whose dual is the proof; the certificate has its cost. */
export function solveConvexly(problem: CappedProblem): CappedSearch {
  const { model, size, cap, convex, linear } = problem;
  const solved = solvePool(problem, size);
  if (solved === undefined) throw new Error("an order with room for it was found no place");
  if (convex.length === cap.length) return { ...solved, cost: NaN, lowerBound: 0 };
  const x = new Float64Array(cap.length);
  for (let k = 0; k < convex.length; k++) x[convex[k]] = solved.x[k];
  for (let k = 0; k < linear.length; k++) x[linear[k]] = solved.filled[k];
  const { passes, converged } = solved;
  // Convex bins alone have nothing to settle: who is full is known, and the others are solved to the last digits.
  if (linear.length === 0) return { x, u: solved.u, cost: NaN, lowerBound: 0, passes, converged };
  return { ...settleEnds(problem, { x, cost: sumOfCosts(model, x) }), lowerBound: 0, passes, converged };
}

function solvePool({ model, size, cap, linear, bins }: CappedProblem, volume: number): CappedOptimum | undefined {
  const pieces = linear.map((i) => ({ slope: model.alpha[i], capacity: cap[i] }));
  // What others leave of S is good to the rounding of S.
  const room = sum(bins.cap) + sum(linear.map((i) => cap[i]));
  const within = volume > room && volume <= room + ROUNDING * size ? room : volume;
  return solveCapped(bins, pieces, within);
}

function poolOf(problem: CappedProblem, count: (solved: CappedOptimum) => void): Pool {
  const { model, convex, linear } = problem;
  return {
    room: roomWithin(problem),
    known: new ConvexCost(),
    at(volume) {
      if (!(volume > 0)) return { volume: 0, cost: 0, slope: convex.length > 0 ? 0 : cheapest(problem) };
      const solved = solvePool(problem, volume);
      if (solved === undefined) return undefined;
      count(solved);
      const cost =
        sum(solved.x.map((xi, k) => curve(model.alpha[convex[k]], model.beta[convex[k]], xi))) +
        sum(linear.map((i, k) => model.alpha[i] * solved.filled[k]));
      return { volume, cost, slope: exp(solved.u) };
    },
  };
}

/** The most that the pool takes at a price and a cost within the doubles: beyond it nothing is worth a look. */
function roomWithin(problem: CappedProblem): number {
  const { cap, linear, bins } = problem;
  const room = sum(bins.cap) + sum(linear.map((i) => cap[i]));
  if (isWithinDoubles(bins, dearest(bins))) return room;
  return bisect(0, room, (volume) => {
    const solved = solvePool(problem, volume);
    return solved !== undefined && isWithinDoubles(bins, solved.u);
  }).low;
}

/** Whether bins cost less than doubles hold, by the log of their dearest share: e^u x at most. */
function isWithinDoubles({ cap }: CappedBins, u: number): boolean {
  return u < LARGEST_LOG && u + log(sum(cap)) < LARGEST_LOG;
}

function cheapest({ model, linear }: CappedProblem): number {
  return linear.reduce((least, i) => Math.min(least, model.alpha[i]), Infinity);
}
