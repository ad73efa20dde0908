/**
 * Least squares on a basis that grows: y = sum_k c_k P_k + residual over n rows, by Cholesky's factorisation
 * P'P = L L', a row of L with every column. For columns that are nearly orthogonal, on which P'P is well conditioned.
 */

/** The share of its square that a column must have outside the span of those before it. */
const LEAST_OWN = 1e-8;

export class GrowingFit {
  /** y less the fit, as of the last `solve`. */
  readonly residual: Float64Array;
  readonly columns: Float64Array[] = [];
  private readonly l: Float64Array[] = [];
  /** L^-1 P'y. */
  private readonly z: number[] = [];

  constructor(private readonly y: Float64Array) {
    this.residual = y.slice();
  }

  /** Adds a column; false, and nothing added, where it is a combination of those there are. */
  add(column: Float64Array): boolean {
    const { columns, l, z } = this;
    const m = columns.length;
    const row = new Float64Array(m + 1);
    writeDots(columns, column, row);
    for (let j = 0; j < m; j++) {
      for (let k = 0; k < j; k++) row[j] -= l[j][k] * row[k];
      row[j] /= l[j][j];
    }
    const square = dot(column, column);
    let own = square;
    let answer = dot(column, this.y);
    for (let k = 0; k < m; k++) {
      own -= row[k] * row[k];
      answer -= row[k] * z[k];
    }
    if (!(own > LEAST_OWN * square)) return false;
    row[m] = Math.sqrt(own);
    columns.push(column);
    l.push(row);
    z.push(answer / row[m]);
    return true;
  }

  /** The coefficients of the columns so far; `residual` is then theirs. */
  solve(): Float64Array {
    const { y, residual, columns, l } = this;
    const c = Float64Array.from(this.z);
    for (let j = c.length - 1; j >= 0; j--) {
      c[j] /= l[j][j];
      for (let k = 0; k < j; k++) c[k] -= l[j][k] * c[j];
    }
    residual.set(y);
    columns.forEach((column, j) => {
      const weight = c[j];
      for (let row = 0; row < y.length; row++) residual[row] -= weight * column[row];
    });
    return c;
  }
}

/** a'b, in four sums side by side. */
export function dot(a: Float64Array, b: Float64Array): number {
  let [s, t, u, v] = [0, 0, 0, 0];
  const even = a.length - (a.length % 4);
  for (let k = 0; k < even; k += 4) {
    s += a[k] * b[k];
    t += a[k + 1] * b[k + 1];
    u += a[k + 2] * b[k + 2];
    v += a[k + 3] * b[k + 3];
  }
  for (let k = even; k < a.length; k++) s += a[k] * b[k];
  return s + t + (u + v);
}

/** The products of every column with one, four columns to a pass: each value of the one is read once for four. */
function writeDots(columns: readonly Float64Array[], x: Float64Array, out: Float64Array): void {
  const m = columns.length;
  const whole = m - (m % 4);
  for (let j = 0; j < whole; j += 4) {
    const [a, b, c, d] = [columns[j], columns[j + 1], columns[j + 2], columns[j + 3]];
    let [s, t, u, v] = [0, 0, 0, 0];
    for (let row = 0; row < x.length; row++) {
      const value = x[row];
      s += a[row] * value;
      t += b[row] * value;
      u += c[row] * value;
      v += d[row] * value;
    }
    out[j] = s;
    out[j + 1] = t;
    out[j + 2] = u;
    out[j + 3] = v;
  }
  for (let j = whole; j < m; j++) out[j] = dot(columns[j], x);
}
