/**
 * Items of one volume, full or empty: the cheapest of them are full first, so that of n of them there are n + 1 ways
 * to choose. For bins of equal caps this is the closed form of their optimum.
 */
import type { Item } from "./problem";
import type { Layer, States } from "./states";

/** The volume of an item that is full or empty and nothing else; undefined of any other. */
function fullVolume({ choices }: Item): number | undefined {
  return choices.length === 2 && !choices[1].holds ? choices[1].volume : undefined;
}

/** The largest set of items among some that have one volume, by cost. */
export function largestAlike(items: readonly Item[], among: readonly number[]): number[] {
  const sets = new Map<number, number[]>();
  for (const k of among) {
    const volume = fullVolume(items[k]);
    if (volume === undefined) continue;
    const set = sets.get(volume);
    if (set === undefined) sets.set(volume, [k]);
    else set.push(k);
  }
  const largest = [...sets.values()].reduce((most, set) => (set.length > most.length ? set : most), []);
  return largest.sort((a, b) => items[a].choices[1].cost - items[b].choices[1].cost || a - b);
}

/** The ways to fill the first of such a set, from a layer of one way: none, one, two, ... of them, within a volume. */
export function fillAlike(layer: Layer, items: readonly Item[], set: readonly number[], most: number): Layer {
  const [{ volume, cost }, empty] = layer.lists;
  const step = items[set[0]].choices[1].volume;
  let count = 0;
  while (count < set.length && volume[0] + (count + 1) * step <= most) count++;
  const states: States = {
    length: count + 1,
    volume: Float64Array.from({ length: count + 1 }, (_, m) => volume[0] + m * step),
    cost: new Float64Array(count + 1),
    from: new Int32Array(count + 1),
    choice: new Uint8Array(count + 1),
  };
  states.cost[0] = cost[0];
  for (let m = 0; m < count; m++) states.cost[m + 1] = states.cost[m] + items[set[m]].choices[1].cost;
  return { lists: [states, empty], item: -1, alike: set, before: layer };
}
