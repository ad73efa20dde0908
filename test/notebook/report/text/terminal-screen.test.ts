import { expect, test } from "vitest";

import { terminalScreen } from "../../../../src/notebook/report/text/terminal-screen";

const RED = "\x1b[31m";

test.each([
  ["plain text and colours", `a\n\t${RED}b\x1b[0m\n`, `a\n\t${RED}b\x1b[0m\n`],
  ["Windows line ends", "a\r\nb", "a\nb"],
  ["a carriage return, which erases nothing by itself", "abcdef\rxy", "xycdef"],
  ["a progress bar", "10 %\r20 %\r100 %\n", "100 %\n"],
  ["a line erased", "abc\r\x1b[Kx\nabc\x1b[2K", "x\n"],
  ["a line erased to its beginning", "abc\x1b[2D\x1b[1Kx", " xc"],
  ["two bars, the cursor going up", "a 1\nb 1\n\x1b[2Aa 2\nb 2\n", "a 2\nb 2\n"],
  ["a cleared screen", "a\nb\n\x1b[2J\x1b[Hc", "c\n\n"],
  ["all below erased", "a\nb\nc\x1b[1A\x1b[J", "a\nb"],
  ["columns", "abc\x1b[1Gx\x1b[5Gy", "xbc y"],
  ["backspaces", "ab\b\bc", "cb"],
  ["titles and links", "\x1b]0;a title\x07a\x1b]8;;http://x\x1b\\b\x1b]8;;\x1b\\", "ab"],
  ["modes that are none of text", "\x1b[?25la\x1b[?25h\x1b(Bb\x1b=", "ab"],
  ["a sequence cut off", "\rab\x1b[3", "ab"],
  ["a title cut off", "ab\x1b]0;never ends", "ab"],
  ["saved and restored", "a\x1b[sbc\x1b[uX", "aXc"],
  ["characters deleted and blanked", "abcd\r\x1b[Pe\x1b[X", "e d"],
])("terminalScreen(text) with %s", (_, text, screen) => {
  expect(terminalScreen(text)).toBe(screen);
});

test("terminalScreen(text) keeps the colours of what stays", () => {
  expect(terminalScreen(`${RED}abc\x1b[0m\rx`)).toBe(`x\x1b[0m${RED}bc\x1b[0m`);
  expect(terminalScreen(`\r${RED}\x1b[1ma`)).toBe(`\x1b[0m${RED}\x1b[1ma\x1b[0m`);
});

test("terminalScreen(text) is bounded, wherever a text sends the cursor", () => {
  expect(terminalScreen("a\x1b[999999999Bb\x1b[999999999Cc\x1b[999999999;999999999Hd").length).toBeLessThan(3000);
  expect(terminalScreen(`\r${`${RED}x`.repeat(10_000)}`).length).toBeLessThan(4e6);
  expect(terminalScreen("1\r".repeat(1e6))).toBe("1");
});
