/** A binary heap of 0 .. n - 1 by key, lowest first, ties by index; any key may change. */
export class KeyedHeap {
  private readonly heap: Int32Array;
  private readonly place: Int32Array;

  constructor(private readonly key: Float64Array) {
    this.heap = Int32Array.from(key, (_, i) => i);
    this.place = this.heap.slice();
    for (let k = (key.length >> 1) - 1; k >= 0; k--) this.sink(k);
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
    const [left, right] = [1, 2].map((k) => (k < heap.length ? key[heap[k]] : Infinity));
    return Math.min(left, right);
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

  private before(i: number, j: number): boolean {
    return this.key[i] < this.key[j] || (this.key[i] === this.key[j] && i < j);
  }

  private swap(k: number, m: number): void {
    const { heap, place } = this;
    [heap[k], heap[m]] = [heap[m], heap[k]];
    place[heap[k]] = k;
    place[heap[m]] = m;
  }

  private sink(from: number): void {
    const { heap } = this;
    let k = from;
    for (;;) {
      let least = k;
      if (2 * k + 1 < heap.length && this.before(heap[2 * k + 1], heap[least])) least = 2 * k + 1;
      if (2 * k + 2 < heap.length && this.before(heap[2 * k + 2], heap[least])) least = 2 * k + 2;
      if (least === k) return;
      this.swap(k, least);
      k = least;
    }
  }

  private rise(from: number): void {
    const { heap } = this;
    let k = from;
    while (k > 0 && this.before(heap[k], heap[(k - 1) >> 1])) {
      this.swap(k, (k - 1) >> 1);
      k = (k - 1) >> 1;
    }
  }
}
