// Stands in for the mathjs that danfo requires: the five functions it uses, computed in mathjs's order. A text
// that is a number counts as one, as there; what is none is refused.
module.exports = { mean, variance, std: (values) => Math.sqrt(variance(values)), median, mode };

function mean(values) {
  const numbers = numbersOf(values, "the mean");
  return sum(numbers) / numbers.length;
}

/** The unbiased one: of a single value it is 0. */
function variance(values) {
  const numbers = numbersOf(values, "variance");
  const average = sum(numbers) / numbers.length;
  const squares = sum(numbers.map((number) => (number - average) * (number - average)));
  return numbers.length === 1 && !Number.isNaN(squares) ? 0 : squares / (numbers.length - 1);
}

function median(values) {
  const numbers = numbersOf(values, "median");
  if (numbers.some(Number.isNaN)) return NaN;
  numbers.sort((a, b) => a - b);
  const half = numbers.length >> 1;
  return numbers.length % 2 === 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
}

/** Every value that is there most often, in the order in which they come to be. */
function mode(values) {
  if (values.length === 0) throw new Error("Cannot calculate mode of an empty array");
  const counts = new Map();
  let found = [];
  let most = 0;
  for (const value of values) {
    if (Number.isNaN(value)) throw new Error("Cannot calculate mode of an array containing NaN values");
    const count = (counts.get(String(value)) ?? 0) + 1;
    counts.set(String(value), count);
    if (count > most) [most, found] = [count, []];
    if (count === most) found.push(value);
  }
  return found;
}

function numbersOf(values, what) {
  if (values.length === 0) throw new Error(`Cannot calculate ${what} of an empty array`);
  return Array.from(values, (value) => {
    const number = Number(value);
    const is = typeof value === "number" || typeof value === "boolean" || (typeof value === "string" && !isNaN(value));
    if (!is) throw new TypeError(`Cannot calculate ${what} of what is no number: ${String(value)}`);
    return number;
  });
}

/** The first value is where mathjs begins, so that -0 stays -0. */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number);
}
