import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { exp, pow } from "../../../src/numeric/elementary";
import { createRandom } from "../../../src/numeric/random";
import { sum } from "../../../src/numeric/sum";
import { allocate } from "../../../src/solver/allocate";
import { certifyCapped } from "../../../src/solver/evidence/capped-certificate";
import { costOf, logProducts } from "../../../src/solver/model/cost";
import { checkModel } from "../../../src/solver/model/impact-model";
import { leastCostOfConcave } from "../../support/concave-caps";
import { problems, relativeError } from "../../support/problems";
import { leastCostBySets } from "../../support/smallest-trade";

/** Caps that bind for some bins and leave room for the size: a multiple of S / N drawn for each bin. */
function withCaps(
  regime: "convex" | "mixed" | "any",
  most: number,
): fc.Arbitrary<{ model: { alpha: number[]; beta: number[] }; size: number; cap: number[] }> {
  return problems(regime, most, 1).chain(({ model, size }) => {
    const n = model.alpha.length;
    return fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: n, maxLength: n }).map((shares) => {
      const cap = shares.map((share) => (share * size) / n);
      const room = cap.reduce((a, b) => a + b, 0);
      return {
        model: model as { alpha: number[]; beta: number[] },
        size,
        cap: room < 1.01 * size ? cap.map((c) => c + (1.1 * size) / n) : cap,
      };
    });
  });
}

/** The optimum of convex bins under caps by bisection on log lambda, min(c, x(lambda)): slow and simple. */
function bisected(alpha: readonly number[], beta: readonly number[], cap: readonly number[], size: number): number[] {
  const volumes = (u: number): number[] =>
    alpha.map((a, i) => Math.min(cap[i], Math.exp((u - Math.log(a * beta[i])) / (beta[i] - 1))));
  let [low, high] = [-800, 800];
  for (let k = 0; k < 200; k++) {
    const middle = (low + high) / 2;
    if (volumes(middle).reduce((a, b) => a + b, 0) < size) low = middle;
    else high = middle;
  }
  return volumes(high);
}

test("allocate(convex model, S, { cap }) is certified, keeps to the caps, and agrees with bisection on lambda", () => {
  let binding = 0;
  fc.assert(
    fc.property(withCaps("convex", 12), ({ model, size, cap }) => {
      const { x, cost, status, certificate } = allocate(model, size, { cap });
      expect({ status, ...certificate }).toMatchObject({ status: "optimal" });
      x.forEach((xi, i) => expect(xi).toBeLessThanOrEqual(cap[i]));
      if ((certificate.atCap ?? 0) > 0) binding++;
      if (model.beta.some((b) => b < 1.001)) return; // bisection in doubles ends where lambda's last bit does
      const reference = costOf(model, bisected(model.alpha, model.beta, cap, size));
      expect(relativeError(cost, reference)).toBeLessThan(1e-9);
      expect(relativeError(cost, costOf(model, x))).toBeLessThan(1e-12);
    }),
  );
  expect(binding).toBeGreaterThan(100);
});

test("allocate(model, S, { cap }) without a binding cap is allocate(model, S) to the last bit", () => {
  fc.assert(
    fc.property(problems("any", 12, 2), ({ model, size }) => {
      const plain = allocate(model, size);
      for (const cap of [Infinity, size * 1.0001, plain.x]) {
        const capped = allocate(model, size, { cap });
        expect(Array.from(capped.x)).toEqual(Array.from(plain.x));
        expect([capped.cost, capped.lambda, capped.status, capped.certificate]).toEqual([
          plain.cost,
          plain.lambda,
          plain.status,
          plain.certificate,
        ]);
      }
    }),
  );
});

/** The optimum by trying every set of concave bins at their caps with every other one in between, on a grid. */
function exhaustive(model: { alpha: number[]; beta: number[] }, cap: readonly number[], size: number): number {
  const concave = model.beta.flatMap((b, i) => (b < 1 ? [i] : []));
  const rest = model.beta.flatMap((b, i) => (b >= 1 ? [i] : []));
  const restModel = { alpha: rest.map((i) => model.alpha[i]), beta: rest.map((i) => model.beta[i]) };
  const restCap = rest.map((i) => cap[i]);
  const room = restCap.reduce((a, b) => a + b, 0);
  const g = (i: number, x: number): number => (x > 0 ? model.alpha[i] * x ** model.beta[i] : 0);
  const restCost = (volume: number): number => {
    if (Math.abs(volume) <= 1e-12 * size) return 0;
    if (volume < 0 || volume > room) return Infinity;
    return allocate(restModel, volume, { cap: restCap }).cost;
  };
  let best = Infinity;
  for (let set = 0; set < 1 << concave.length; set++) {
    const full = concave.filter((_, k) => (set >> k) & 1);
    const held = full.reduce((total, i) => total + cap[i], 0);
    const paid = full.reduce((total, i) => total + g(i, cap[i]), 0);
    best = Math.min(best, paid + restCost(size - held));
    for (const j of concave.filter((_, k) => !((set >> k) & 1))) {
      const h = (y: number): number => g(j, y) + restCost(size - held - y);
      const top = Math.min(cap[j], size - held);
      if (!(top > 0)) continue;
      for (let k = 1; k <= 40; k++) {
        // Golden section within each cell of the grid.
        let [a, b] = [(top * (k - 1)) / 40, (top * k) / 40];
        for (let step = 0; step < 25; step++) {
          const [l, r] = [b - 0.618 * (b - a), a + 0.618 * (b - a)];
          if (h(l) < h(r)) b = r;
          else a = l;
        }
        best = Math.min(best, paid + h(b), paid + h((top * k) / 40));
      }
    }
  }
  return best;
}

test(
  "allocate(mixed model, S, { cap }) is no dearer than trying every combination, and its bound no higher",
  { timeout: 300_000 },
  () => {
    let proven = 0;
    const runs = Number(process.env.RUNS ?? 40);
    fc.assert(
      fc.property(withCaps("any", 5), ({ model, size, cap }) => {
        if (!model.beta.some((b) => b < 1) || model.beta.some((b) => Math.abs(b - 1) < 1e-3 && b !== 1)) return;
        const { cost, status, certificate, x } = allocate(model, size, { cap });
        const reference = exhaustive(model, cap, size);
        expect(cost).toBeLessThanOrEqual(reference * (1 + 1e-9));
        expect(certificate.lowerBound ?? cost).toBeLessThanOrEqual(reference * (1 + 1e-9));
        expect(["optimal", "bounded"]).toContain(status);
        expect(certificate.feasibility).toBeLessThan(1e-12);
        x.forEach((xi, i) => expect(xi).toBeLessThanOrEqual(cap[i]));
        if (status === "optimal") proven++;
      }),
      { numRuns: runs },
    );
    expect(proven).toBeGreaterThan(5);
  },
);

describe("closed forms", () => {
  test("allocate of equal convex bins under one cap each: the capped are full, the others share", () => {
    const model = { alpha: [1, 1, 1, 1], beta: [2, 2, 2, 2] };
    const { x, lambda, certificate } = allocate(model, 10, { cap: [1, 2, 100, 100] });
    expect(Array.from(x)).toEqual([1, 2, 3.5, 3.5]);
    expect(lambda).toBeCloseTo(7, 13);
    expect(certificate).toMatchObject({ atCap: 2 });
  });

  test("allocate under caps that leave no choice is the caps", () => {
    for (const beta of [
      [2, 1.5, 3],
      [1, 1, 1],
      [0.5, 0.7, 0.3],
      [2, 1, 0.5],
    ]) {
      const { x, status, certificate } = allocate({ alpha: [1, 2, 3], beta }, 6, { cap: [1, 2, 3] });
      x.forEach((xi, i) => expect(xi).toBeCloseTo([1, 2, 3][i], 12));
      expect([status, certificate.dualityGap < 1e-12]).toEqual(["optimal", true]);
    }
  });

  test("allocate of linear bins fills them by price", () => {
    const { x, lambda } = allocate({ alpha: [3, 1, 2], beta: [1, 1, 1] }, 10, { cap: 4 });
    expect(Array.from(x)).toEqual([2, 4, 4]);
    expect(lambda).toBeCloseTo(3, 14);
  });

  test("allocate of two identical concave bins fills one and puts the rest into the other", () => {
    const { x, cost, status } = allocate({ alpha: [1, 1], beta: [0.5, 0.5] }, 10, { cap: 7 });
    expect(Array.from(x).sort()).toEqual([3, 7]);
    expect(cost).toBeCloseTo(Math.sqrt(7) + Math.sqrt(3), 13);
    expect(status).toBe("optimal");
  });

  test("allocate with cap 0 shuts a bin, whatever it would save", () => {
    const { x } = allocate({ alpha: [1e-9, 1, 1], beta: [0.5, 1.5, 1.5] }, 10, { cap: [0, Infinity, Infinity] });
    expect(Array.from(x)).toEqual([0, 5, 5]);
  });

  test("allocate of S = 0 under caps trades nothing", () => {
    expect(Array.from(allocate({ alpha: [1, 1], beta: [2, 2] }, 0, { cap: 0 }).x)).toEqual([0, 0]);
  });
});

describe("caps that hide a subset-sum", () => {
  // Which caps sum to the size? None of these do: multiples of 3 against a size that is none.
  const cap = Array.from({ length: 40 }, (_, i) => 3 * (20 + ((i * 7) % 23)));
  const size = cap.slice(0, 20).reduce((a, b) => a + b, 0) + 1;
  const model = { alpha: cap.map((_, i) => 1 + 1e-3 * Math.sin(i)), beta: cap.map(() => 0.5) };

  test("allocate(model, S, { cap, nodes: 1 }) says `bounded`, by how much, and the bound holds", () => {
    const found: number[] = [];
    const { status, cost, certificate } = allocate(model, size, {
      cap,
      nodes: 1,
      onProgress: (done, total) => found.push(done / total),
    });
    expect(status).toBe("bounded");
    expect(certificate.dualityGap).toBeGreaterThan(1e-12);
    expect(certificate.dualityGap).toBeLessThan(0.05);
    expect(certificate.lowerBound).toBeCloseTo(cost * (1 - certificate.dualityGap), 9);
    expect(certificate.stationarity).toBeLessThan(1e-9);
    expect(certificate.lowerBound).toBeLessThan(leastCostOfConcave({ ...model, cap, size }));
    expect(found.length).toBeGreaterThan(0);
  });

  test("allocate(model, S, { cap }) closes the gap, as an exact dynamic programme does", () => {
    const { status, cost } = allocate(model, size, { cap });
    expect(status).toBe("optimal");
    expect(relativeError(cost, leastCostOfConcave({ ...model, cap, size }))).toBeLessThan(2e-12);
  });
});

describe("bins that end at 0, at a cap or with less than S has digits for", () => {
  /** Model, size, caps, and the allocation at the optimum; lambda is checked against the cost on either side. */
  const cases: [string, number[], number[], number, number[], number[]][] = [
    ...[4.9, 5, 6, 8].map((size): [string, number[], number[], number, number[], number[]] => [
      "all in a concave bin",
      [1, 2],
      [1.001, 0.7],
      size,
      [0.2, 10],
      [0, size],
    ]),
    ["all in a concave bin", [0.0309, 0.0116358], [1.015, 0.22785], 0.1639, [0.029, Infinity], [0, 0.1639]],
    ["all in a concave bin", [0.03, 0.01], [1.015, 0.2], 0.16, [0.03, Infinity], [0, 0.16]],
    ...[150, 199, 200, 201, 250].map((size): [string, number[], number[], number, number[], number[]] => [
      "a dear linear bin",
      [1, 0.7, 6],
      [1, 1, 0.7],
      size,
      [0.04, 0.002, 300],
      [0, 0.002, size - 0.002],
    ]),
    [
      "a linear bin below S's rounding",
      [0.08, 1, 600],
      [1, 1, 0.4],
      10000,
      [34.55199967910373, 0.3, 20000],
      [34.55199967910373, 0, 10000 - 34.55199967910373],
    ],
    ["a dear bin just above linear", [1, 0.9, 0.92], [1.002, 1, 0.999], 5, [3, 1, 5], [0, 1, 4]],
    [
      "all at 0 or a cap",
      [0.4, 2, 1, 1],
      [2, 0.5, 0.6, 0.8],
      1.8175438350765662,
      [0.45438595876914156, 2, 0.45438595876914156, 0.9087719175382831],
      [0.45438595876914156, 0, 0.45438595876914156, 0.9087719175382831],
    ],
    [
      "all at 0 or a cap",
      [1, 0.45, 0.12, 0.3],
      [2, 1, 0.3, 0.999],
      0.27703864244448184,
      [0.06925966061112046, 0.06, 0.13851932122224092, 0.06925966061112046],
      [0.06925966061112046, 0, 0.13851932122224092, 0.06925966061112046],
    ],
  ];

  test.each(cases)(
    "allocate(...) with %s is optimal and lambda is dC/dS: alpha %j, beta %j, S %d",
    (_, alpha, beta, size, cap, expected) => {
      const model = { alpha, beta };
      const { status, x, cost, lambda, certificate } = allocate(model, size, { cap });
      expect({ status, ...certificate }).toMatchObject({ status: "optimal" });
      x.forEach((xi, i) => expect(Math.abs(xi - expected[i])).toBeLessThan(1e-13 * size));
      expect(relativeError(cost, costOf(model, expected))).toBeLessThan(1e-12);
      // Where every bin is at an end the cost has a kink, and lambda is the derivative from the left.
      const step = 1e-6 * size;
      expect(relativeError(lambda, (cost - allocate(model, size - step, { cap }).cost) / step)).toBeLessThan(1e-5);
    },
  );

  // Found by random search: a full bin with a dear last share gives up a hair of S to one just off linear.
  test.each([
    [
      [
        1.7007464855017496, 2.1093143410867783, 1.1299704229590626, 2.476153472921574, 1.821483100447252,
        1.6952216501405972,
      ],
      [1.0002999820969682, 1.0082221504491655, 1, 0.25996153528336435, 0.43723758625332265, 0.899601310315542],
      1.8899850708059966,
      [
        0.6340497533464804, 0.07510924373287707, 0.6675911254622042, 0.4963769319374114, 0.28942059647757556,
        0.2989235955197364,
      ],
    ],
    [
      [
        2.388683585654226, 2.462937519274521, 1.6768598838728166, 2.6910609981792097, 1.9180965858133385,
        2.5610674113157494,
      ],
      [1.2149696132970922, 1.0093245221517946, 1, 0.5236826548033859, 0.9490137861152179, 0.5821926780561917],
      1.523300121873617,
      [
        0.1203242359124124, 0.5090225507179275, 0.5222321407310665, 0.49463042564690113, 0.2534426691150293,
        0.627301076115109,
      ],
    ],
    [
      [0.681692833141065, 1.0383702095995078, 1.2156437336769048, 1.0132938308935504],
      [1.854936911564864, 1.1121923818213109, 0.7134554226184264, 0.9999996244964707],
      1.7211866732008045,
      [0.31635468879508644, 0.18259040351395786, 0.5823091133685075, 0.6399324675812135],
    ],
  ])("allocate(...) finds which bin leaves its cap by a hair: alpha %j", (alpha, beta, size, cap) => {
    const { status, certificate } = allocate({ alpha, beta }, size, { cap });
    expect({ status, ...certificate }).toMatchObject({ status: "optimal" });
    expect(certificate.stationarity).toBeLessThan(1e-9);
  });

  test("allocate(model, 0, { cap }).lambda leaves out the bins that are shut", () => {
    for (const beta of [
      [1, 1],
      [1.5, 1],
      [0.5, 1],
    ])
      expect(allocate({ alpha: [1, 2], beta }, 0, { cap: [0, 5] })).toMatchObject({ status: "optimal", lambda: 2 });
    expect(allocate({ alpha: [1, 2], beta: [1, 1] }, 0, { cap: [3, 5] }).lambda).toBe(1);
    expect(allocate({ alpha: [1, 2], beta: [1.5, 1] }, 0, { cap: 0 }).lambda).toBe(Infinity);
  });
});

test("allocate(model, S, { caps }) is refused, and says what may be meant", () => {
  const misspelt = { caps: 0.2 } as object;
  expect(() => allocate({ alpha: [1], beta: [2] }, 1, misspelt)).toThrow(
    "options.caps must be an option that is known (start, cap, participation, lot, minTrade, nodes, " +
      "seconds, onProgress); did you mean cap?, got 0.2",
  );
  expect(allocate({ alpha: [1], beta: [2] }, 1, { cap: undefined }).x[0]).toBe(1);
});

test("certifyCapped(...) can fail: each defect shows where it should", () => {
  const model = checkModel({ alpha: [1, 1, 1], beta: [2, 2, 2] });
  const cap = Float64Array.of(1, 10, 10);
  const best = allocate(model, 9, { cap });
  const logLambda = Math.log(best.lambda);
  const sound = certifyCapped(model, 9, best.x, logLambda, cap, logProducts(model));
  expect(sound.feasibility).toBeLessThan(1e-15);
  expect(sound.stationarity).toBeLessThan(1e-14);
  expect(sound.dualityGap).toBeLessThan(1e-15);
  expect(
    certifyCapped(model, 9, Float64Array.of(2, 3.5, 3.5), logLambda, cap, logProducts(model)).feasibility,
  ).toBeCloseTo(1 / 9, 12);
  expect(certifyCapped(model, 9, Float64Array.of(1, 4, 3), logLambda, cap, logProducts(model)).feasibility).toBeCloseTo(
    1 / 9,
    12,
  );
  const shifted = certifyCapped(model, 9, Float64Array.of(1, 5, 3), logLambda, cap, logProducts(model));
  expect(shifted.stationarity).toBeCloseTo(0.25, 12);
  // The gap is proven: C (1 - gap) is below the optimum.
  expect(shifted.cost * (1 - shifted.dualityGap)).toBeLessThanOrEqual(best.cost * (1 + 1e-12));
  expect(certifyCapped(model, 9, best.x, logLambda + 0.1, cap, logProducts(model)).stationarity).toBeGreaterThan(0.09);
  expect(
    certifyCapped(model, 9, Float64Array.of(0.5, 4.25, 4.25), Math.log(8.5), cap, logProducts(model)).dualityGap,
  ).toBeGreaterThan(1e-3);
});

test.each([
  [[1, 2], 10, "options.cap must be a number of shares, or one a bin (3), got Array of length 2"],
  ["5", 10, "options.cap must be a number of shares, or one a bin (3)"],
  [-1, 10, "options.cap must be a number of shares, 0 or above (Infinity for no cap), got -1"],
  [[1, NaN, 2], 1, "options.cap[1] must be a number of shares, 0 or above (Infinity for no cap), got NaN"],
  [3, 10, "options.cap must leave room for the size: all bins together may trade 9 shares, got 10"],
])("allocate(model, S, { cap: %o }) of %d shares is refused", (cap, size, message) => {
  expect(() => allocate({ alpha: [1, 1, 1], beta: [2, 2, 2] }, size, { cap: cap as number })).toThrow(message);
});

test("allocate(convex model, S, { cap }) is proven where steep bins go from nothing to their caps at a kink", () => {
  const problem = (seed: number): { alpha: number[]; beta: number[]; cap: number[]; size: number } => {
    const random = createRandom(seed);
    const n = 1 + random.integer(seed % 10 === 0 ? 200 : 12);
    const steep = seed % 3 === 0;
    const beta = Array.from({ length: n }, () =>
      steep ? 1 + 1e-6 + 3 * pow(random.uniform(), 4) : 1.05 + 2 * random.uniform(),
    );
    const alpha = beta.map(() => exp((seed % 5) * 2 * (random.uniform() - 0.5)));
    const cap = beta.map(() => {
      if (random.uniform() < 0.1) return 0;
      return random.uniform() < 0.1 ? Infinity : 100 * pow(random.uniform(), 1 + (seed % 4));
    });
    const room = Math.min(
      1e4,
      cap.reduce((a, b) => a + b, 0),
    );
    return { alpha, beta, cap, size: room * [0.1, 0.5, 0.9, 0.999, 1][seed % 5] };
  };
  // At the first ones a search that only follows Newton's steps creeps, or takes a bin to be shut that wakes.
  for (const seed of [332, 708, 1096, 2016, 8886, 15237, 18297, 22137, 24495, ...Array(600).keys()]) {
    const { alpha, beta, cap, size } = problem(seed);
    if (!(size > 0)) continue;
    const { status, x } = allocate({ alpha, beta }, size, { cap });
    expect({ seed, status }).toEqual({ seed, status: "optimal" });
    expect(x.every((xi, i) => xi >= 0 && xi <= cap[i])).toBe(true);
  }
});

test("allocate under caps that sum to the size, but for rounding, is proven where a bin is next to nothing", () => {
  const random = createRandom(8);
  for (let k = 0; k < 800; k++) {
    const n = 2 + random.integer(6);
    const exponents = [() => 1.1 + random.uniform(), () => 1, () => 0.3 + 0.6 * random.uniform()];
    const beta = Array.from({ length: n }, () => exponents[k % 4 === 3 ? random.integer(3) : k % 4]());
    const alpha = beta.map(() => 0.1 + random.uniform());
    const cap = beta.map(() => 100 * (0.1 + random.uniform()));
    cap[random.integer(n)] = 1e-2 * pow(10, -8 * random.uniform());
    const size = sum(cap) * [1, 1 - 1e-16, 1 - 1e-15, 1 - 1e-9, 1 - 1e-7][random.integer(5)];
    const { status, certificate } = allocate({ alpha, beta }, size, { cap });
    expect(["optimal", "bounded"]).toContain(status);
    expect(certificate.dualityGap).toBeLessThan(1e-10);
  }
});

test("allocate(mixed model, S, { cap }) is no worse than every choice of ends beside bins as steep as x^60", () => {
  // Its bound said that 158.06 is the least, of which 84.5 is.
  const first = { alpha: [5, 5, 5, 5], beta: [20, 0.5, 0.001, 0.99], cap: [10, 2000, 749, 100], size: 1000 };
  const drawn = (seed: number): typeof first => {
    const random = createRandom(seed);
    const n = 2 + random.integer(3);
    const beta = Array.from({ length: n }, (_, i) => (i === 0 ? 5 + 55 * random.uniform() : 0.95 * random.uniform()));
    const size = [1, 30, 1000][random.integer(3)];
    const cap = beta.map(() => (0.3 + random.uniform()) * size);
    return { alpha: beta.map(() => exp(2 * random.uniform())), beta, cap, size };
  };
  let solved = 0;
  for (const [k, { alpha, beta, cap, size }] of [first, ...Array.from({ length: 80 }, (_, s) => drawn(s))].entries()) {
    const least = leastCostBySets({ alpha, beta, size, minTrade: 0, cap });
    // Prices that the bisection of the reference reaches.
    if (!(least < 1e60)) continue;
    solved++;
    const { status, cost, certificate } = allocate({ alpha, beta }, size, { cap });
    expect({ k, status, above: cost > least * (1 + 1e-11) }).toEqual({ k, status: "optimal", above: false });
    expect(certificate.lowerBound ?? cost).toBeLessThanOrEqual(least * (1 + 1e-11));
  }
  expect(solved).toBeGreaterThan(60);
  // The control: the answer that was called optimal is far from it.
  expect(leastCostBySets({ ...first, minTrade: 0 })).toBeLessThan(
    0.6 * costOf(first, [0.6866596614599256, 999.3133403385401, 0, 0]),
  );
});

test("steep bins whose prices are hundreds of e-folds off the others' trade S all the same", () => {
  const model = { alpha: [2.5, 1, 2], beta: [500, 500, 1.5] };
  for (const [size, cap] of [
    [0.3, 0.28],
    [0.9, 0.5],
    [40, 39],
    [1e-9, 8e-10],
  ]) {
    const { x, status } = allocate(model, size, { cap });
    expect(["optimal", "out-of-range"]).toContain(status);
    expect(Math.abs(sum(x, -size))).toBeLessThanOrEqual(1e-12 * size);
    // Marginal costs in logarithms, of those between 0 and their caps.
    const inside = [0, 1, 2].filter((i) => x[i] > 1e-200 && x[i] < cap);
    const prices = inside.map((i) => Math.log(model.alpha[i] * model.beta[i]) + (model.beta[i] - 1) * Math.log(x[i]));
    expect(Math.max(...prices) - Math.min(...prices)).toBeLessThan(1e-9);
  }
});

test("lambda is dC/dS where a bin takes all of the order beside a cap that is all but none", () => {
  const model = { alpha: [1e-17, 4e-18, 2e5], beta: [1.5, 1.05, 1.05] };
  for (const tiny of [1e-299, 1e-30, 1e-9]) {
    const at = (size: number): number => allocate(model, size, { cap: [tiny, Infinity, 10] }).cost;
    const { lambda, status, cost, x } = allocate(model, 10, { cap: [tiny, Infinity, 10] });
    expect(status).toBe("optimal");
    expect(relativeError(cost, costOf(model, x))).toBeLessThan(1e-14);
    expect(lambda / ((at(10.001) - at(9.999)) / 0.002)).toBeCloseTo(1, 6);
  }
});

test("an order that costs more than doubles hold is refused, in lots and with a smallest trade too", () => {
  const said = "size must cost less than doubles hold (1e304): count sizes or costs in another unit, got 1000";
  const model = { alpha: [2, 1], beta: [0.5, 500] };
  for (const terms of [{}, { lot: 10 }, { minTrade: 300 }])
    expect(() => allocate(model, 1000, { cap: [500, 500], ...terms })).toThrow(said);
  expect(() => allocate({ alpha: [2], beta: [500] }, 1000, { lot: 70 })).toThrow(said);
  // The control: with room in the concave bin it costs what that does.
  for (const terms of [{}, { lot: 10 }, { minTrade: 300 }])
    expect(allocate(model, 1000, { cap: [1000, 500], ...terms }).cost).toBeCloseTo(2 * Math.sqrt(1000), 0);
});
