import { PassThrough } from "node:stream";

import { expect, test } from "vitest";

import { showCount } from "../../src/work/show-count";

const streamOf = (isTTY: boolean) => Object.assign(new PassThrough(), { isTTY, columns: 200 });

test("showCount(...) shows a bar with how many a second, the time to go, workers and retries", () => {
  const stream = streamOf(true);
  const show = showCount("sweep", "points", 1000, 0, stream as never, () => ({ workers: 2, retries: 1 }));
  show.update(250);
  const said = String(stream.read());
  show.stop();
  expect(said).toMatch(/sweep \[[^\]]+\] 0\/1000 points, 0\/s, .* to go, 2 workers, 1 retry/);
});

test("showCount(...) says a line a tenth where there is no terminal, threads' as ever", () => {
  for (const [state, told] of [
    [undefined, ""],
    [{ workers: 3, retries: 0 }, ", 3 workers"],
  ] as const) {
    const stream = streamOf(false);
    const show = showCount("sweep", "points", 1000, 0, stream as never, () => state);
    for (let done = 1; done <= 250; done++) show.update(done);
    show.stop();
    expect(String(stream.read())).toBe(`10 % of 1000 points${told}\n20 % of 1000 points${told}\n`);
  }
});
