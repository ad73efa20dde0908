/** The loops over bins that loops.as.ts and twin.ts both are. */

/** Arrays are addresses in bytes; sums go to `Arena.out`. See loops.as.ts. */
export interface Loops {
  logs(n: number, x: number, y: number): number;
  exps(n: number, x: number, y: number): number;
  powers(n: number, a: number, b: number, x: number, y: number): number;
  powerSum(n: number, a: number, b: number, t: number): number;
  /** To `out`: sum p, sum p l. */
  setUp(n: number, alpha: number, beta: number, l: number, p: number): number;
  roughVolume(n: number, l: number, p: number, u: number, logSize: number, step: number): void;
  volume(n: number, l: number, p: number, w: number, u: number, low: number, logSize: number): void;
  shift(
    n: number,
    l: number,
    p: number,
    w: number,
    step: number,
    far: number,
    u: number,
    low: number,
    logSize: number,
  ): void;
  sums(n: number, p: number, w: number): void;
  costPerPrice(n: number, p: number, w: number): number;
  scale(n: number, p: number, w: number, du: number, factor: number): void;
  certifyBegin(): void;
  certify(
    start: number,
    n: number,
    alpha: number,
    beta: number,
    x: number,
    levels: number,
    logLambda: number,
    gapShift: number,
    tiny: number,
    near: number,
    nearShift: number,
  ): number;
  certifyEnd(): void;
  bracket(n: number, l: number, p: number, logShare: number, logSize: number): void;
  wakes(
    n: number,
    l: number,
    p: number,
    u: number,
    low: number,
    step: number,
    logSize: number,
    small: number,
    counted: number,
  ): number;
  /** To `out`: the state, and where it stopped u. */
  normals(
    start: number,
    n: number,
    z: number,
    edges: number,
    inside: number,
    s0: number,
    s1: number,
    s2: number,
    counter: number,
  ): number;
  correlated(
    n: number,
    z: number,
    a: number,
    b: number,
    p: number,
    q: number,
    r: number,
    y: number,
    b1: number,
    e: number,
    least: number,
    far: number,
  ): number;
}
