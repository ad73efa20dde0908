/** A binary heap of 0 .. n - 1 by key, lowest first; any key may change. */
export class KeyedHeap {
  private readonly heap: Int32Array;
  private readonly place: Int32Array;

  /**
   * @param key kept, and changed by `update`.
   * @param lowestFirst whether the lowest index comes first of equal keys, or the highest.
   */
  constructor(
    private readonly key: Float64Array,
    private readonly lowestFirst = true,
  ) {
    const n = key.length;
    const both = new Int32Array(2 * n);
    this.heap = both.subarray(0, n);
    this.place = both.subarray(n);
    for (let i = 0; i < n; i++) this.heap[i] = this.place[i] = i;
    for (let k = (n >> 1) - 1; k >= 0; k--) this.sink(k);
  }

  /** Who has the lowest key. */
  get first(): number {
    return this.heap[0];
  }

  get least(): number {
    return this.key[this.heap[0]];
  }

  /** The lowest key of all but the first. */
  get second(): number {
    const { heap, key } = this;
    const left = heap.length > 1 ? key[heap[1]] : Infinity;
    return heap.length > 2 ? Math.min(left, key[heap[2]]) : left;
  }

  keyOf(i: number): number {
    return this.key[i];
  }

  update(i: number, key: number): void {
    this.key[i] = key;
    const k = this.place[i];
    this.sink(k);
    this.rise(k);
  }

  private sink(from: number): void {
    const { heap, place, key, lowestFirst } = this;
    const n = heap.length;
    const i = heap[from];
    let k = from;
    for (let child = 2 * k + 1; child < n; child = 2 * k + 1) {
      if (child + 1 < n && before(key, heap[child + 1], heap[child], lowestFirst)) child++;
      if (!before(key, heap[child], i, lowestFirst)) break;
      heap[k] = heap[child];
      place[heap[k]] = k;
      k = child;
    }
    heap[k] = i;
    place[i] = k;
  }

  private rise(from: number): void {
    const { heap, place, key, lowestFirst } = this;
    const i = heap[from];
    let k = from;
    while (k > 0 && before(key, i, heap[(k - 1) >> 1], lowestFirst)) {
      heap[k] = heap[(k - 1) >> 1];
      place[heap[k]] = k;
      k = (k - 1) >> 1;
    }
    heap[k] = i;
    place[i] = k;
  }
}

function before(key: Float64Array, i: number, j: number, lowestFirst: boolean): boolean {
  return key[i] < key[j] || (key[i] === key[j] && i < j === lowestFirst);
}
