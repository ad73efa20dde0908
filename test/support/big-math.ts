/** mathjs with BigNumbers of as many digits as the project's own. */
import type { MathJsInstance } from "mathjs";

import { BIG_DIGITS } from "../../src/numeric/big";
import { createMath } from "../../src/numeric/mathjs";

let instance: MathJsInstance | undefined;

export function bigMath(): MathJsInstance {
  return (instance ??= createMath({ number: "BigNumber", precision: BIG_DIGITS }));
}
