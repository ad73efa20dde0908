/** Whether an allocation that was found elsewhere, a plan of one's own, keeps to constraints. */
import { capsOf, type Constraints } from "./constraints";
import type { ImpactModel } from "./impact-model";

/** What it breaks: a phrase that follows its name, and the value. */
export interface Breach {
  readonly rule: string;
  readonly value: number;
  readonly bin: number;
}

/** How far numbers of one's own may be off by rounding, of the size. */
const ROUNDING = 1e-9;

/** The first breach; undefined where there is none. One bin may hold an odd rest beside its lots. */
export function breachOf(model: ImpactModel, x: ArrayLike<number>, constraints: Constraints): Breach | undefined {
  const { lot, minTrade = 0 } = constraints;
  const size = Array.from(x).reduce((total, xi) => total + xi, 0);
  const slack = ROUNDING * size;
  const caps = capsOf(model, x.length, 0, constraints);
  let odd = 0;
  for (let i = 0; i < x.length; i++) {
    const breach = (rule: string): Breach => ({ rule, value: x[i], bin: i });
    if (caps !== undefined && x[i] > caps[i] + slack) return breach(`must keep to its cap (${caps[i]})`);
    if (x[i] > 0 && x[i] < minTrade - slack) return breach(`must trade nothing or at least ${minTrade}`);
    if (lot === undefined || Math.abs(x[i] - Math.round(x[i] / lot) * lot) <= slack) continue;
    if (++odd > 1) return breach(`must trade whole lots of ${lot} (one bin may hold the odd rest)`);
  }
  return undefined;
}
