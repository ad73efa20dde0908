/**
 * The values that a slider's steps stand for: evenly from end to end, or by the logarithm where the ends are far
 * apart, rounded to what one would type: three digits of the way from end to end, or by the logarithm of the value.
 */
import { exp, log, log10 } from "../../../../numeric/elementary";
import type { ParameterControl } from "../../../help/outline";

export interface SliderScale {
  readonly steps: number;
  value(step: number): number;
  /** The step nearest to a value. */
  step(value: number): number;
}

const STEPS = 400;
const FAR = 100;

/** Undefined where a parameter is not one number between two others. */
export function sliderScale(
  parameter: Pick<ParameterControl, "type" | "minimum" | "maximum" | "integer">,
): SliderScale | undefined {
  const { type, minimum = NaN, maximum = NaN } = parameter;
  const whole = parameter.integer === true;
  const [first, last] = whole ? [Math.ceil(minimum), Math.floor(maximum)] : [minimum, maximum];
  if (type.kind !== "number" || type.list || !(last > first)) return undefined;
  const isLog = first > 0 && last / first >= FAR;
  const steps = whole && !isLog ? Math.min(STEPS, last - first) : STEPS;
  const [low, high] = isLog ? [log(first), log(last)] : [first, last];
  const decimals = 2 - Math.floor(log10(last - first));
  const rounded = (value: number): number => {
    const typed = isLog ? Number(value.toPrecision(3)) : toDecimals(value, decimals);
    return whole ? Math.round(typed) : typed;
  };
  return {
    steps,
    value: (step) => {
      if (step <= 0 || step >= steps) return step <= 0 ? first : last;
      const along = low + ((high - low) * step) / steps;
      return Math.min(last, Math.max(first, rounded(isLog ? exp(along) : along)));
    },
    step: (value) => {
      const at = isLog ? log(Math.max(value, first)) : value;
      return Math.round(((at - low) / (high - low)) * steps);
    },
  };
}

/** Decimals below zero are zeros before the point. */
function toDecimals(value: number, decimals: number): number {
  if (decimals >= 0) return Number(value.toFixed(Math.min(decimals, 100)));
  const unit = Number(`1e${-decimals}`);
  return Math.round(value / unit) * unit;
}
