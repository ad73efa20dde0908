// Two packages without types, as far as the benchmarks use them.
declare module "fmin" {
  export function conjugateGradient(
    f: (x: number[], gradient: number[]) => number,
    start: number[],
    options?: { maxIterations?: number },
  ): { x: number[]; fx: number };
}

declare module "nlopt-js" {
  interface Optimize {
    setMinObjective(f: (x: Float64Array, gradient: Float64Array | null) => number, tolerance: number): void;
    addEqualityConstraint(f: (x: Float64Array, gradient: Float64Array | null) => number, tolerance: number): void;
    setLowerBounds(bounds: number[]): void;
    setUpperBounds(bounds: number[]): void;
    setMaxtime(seconds: number): void;
    optimize(start: number[]): { success: boolean; value: number; x: number[] };
  }
  const nlopt: {
    ready: Promise<void>;
    Optimize: new (algorithm: unknown, n: number) => Optimize;
    Algorithm: { LD_SLSQP: unknown };
    GC: { flush(): void };
  };
  export default nlopt;
}
