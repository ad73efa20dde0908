/**
 * Text as a terminal leaves it on its screen: what is erased is gone, what is written over too, the cursor goes where
 * it is sent, and titles are no text. Colours stay as they are, for who draws them.
 */

/** Characters that are looked through; longer text is shown as it came. */
const LONGEST = 5_000_000;
/** Columns that the cursor is sent to at most. */
const COLUMNS = 1000;

/** Whether there is more in a text than lines and colours. */
const ACTS = /\r(?!\n)|[\b\v\f]|\x1b(?!\[[\d;]*m)|\x9b/;

// A title or link; a control sequence; another escape; a character. What is cut off at the end is nothing.
const PARTS =
  /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\|$)|(?:\x1b\[|\x9b)([\d;:?<=>]*)[ -/]*([@-~])|\x1b(?:[()*+#%][^]|[^[\]]|\[[\d;?]*$)?|[^]/gu;

interface Line {
  readonly chars: string[];
  /** The colours of each character, as the sequences that set them. */
  readonly colors: string[];
}

export function terminalScreen(given: string): string {
  const text = given.replace(/\r+\n/g, "\n");
  if (text.length > LONGEST || !ACTS.test(text)) return text;
  const screen = new Screen();
  for (const [part, parameters, command] of text.matchAll(PARTS)) {
    if (command !== undefined) screen.act(parameters, command, part);
    else if (!part.startsWith("\x1b")) screen.write(part);
  }
  return screen.text();
}

class Screen {
  readonly #lines: Line[] = [{ chars: [], colors: [] }];
  #row = 0;
  #column = 0;
  #colors = "";
  #saved: readonly [row: number, column: number] = [0, 0];

  write(char: string): void {
    if (char === "\r") this.#column = 0;
    else if (char === "\b") this.#column = Math.max(0, this.#column - 1);
    else if (char === "\n" || char === "\v" || char === "\f") {
      this.#row++;
      this.#column = 0;
      if (this.#row === this.#lines.length) this.#lines.push({ chars: [], colors: [] });
    } else if (char === "\t") this.#column += 8 - (this.#column % 8);
    else if (char >= " " && !(char >= "\x7f" && char <= "\x9f")) {
      const { chars, colors } = this.#line;
      for (let i = chars.length; i < this.#column; i++) [chars[i], colors[i]] = [" ", ""];
      chars[this.#column] = char;
      colors[this.#column++] = this.#colors;
    }
  }

  /** A control sequence: ECMA-48's, of those that move or erase. */
  act(parameters: string, command: string, sequence: string): void {
    if (command === "m" && /^[\d;:]*$/.test(parameters)) this.#color(parameters, sequence);
    const numbers = parameters.split(";").map((number) => Number.parseInt(number, 10) || 0);
    const count = Math.max(1, numbers[0]);
    const { chars, colors } = this.#line;
    const cut = (from: number, many: number): void => void [chars.splice(from, many), colors.splice(from, many)];
    switch (command) {
      case "A":
        return this.#move(this.#row - count, this.#column);
      case "B":
        return this.#move(this.#row + count, this.#column);
      case "C":
        return this.#move(this.#row, this.#column + count);
      case "D":
        return this.#move(this.#row, this.#column - count);
      case "E":
        return this.#move(this.#row + count, 0);
      case "F":
        return this.#move(this.#row - count, 0);
      case "G":
        return this.#move(this.#row, count - 1);
      case "d":
        return this.#move(count - 1, this.#column);
      case "H":
      case "f":
        return this.#move(count - 1, Math.max(1, numbers[1] ?? 1) - 1);
      case "J":
        return this.#eraseScreen(numbers[0]);
      case "K":
        return this.#eraseLine(numbers[0]);
      case "P":
        return cut(this.#column, count);
      case "X":
        return this.#blank(this.#column, this.#column + count);
      case "s":
        this.#saved = [this.#row, this.#column];
        return;
      case "u":
        return this.#move(...this.#saved);
    }
  }

  text(): string {
    return this.#lines
      .map(({ chars, colors }) => {
        let now = "";
        const parts = chars.map((char, i) => {
          if (colors[i] === now) return char;
          now = colors[i];
          return `\x1b[0m${now}${char}`;
        });
        return parts.join("") + (now === "" ? "" : "\x1b[0m");
      })
      .join("\n");
  }

  get #line(): Line {
    return this.#lines[this.#row];
  }

  #color(parameters: string, sequence: string): void {
    const anew = parameters === "" || /^0*(;|$)/.test(parameters);
    // Colours that are set ever anew, and never ended, are not kept for ever.
    this.#colors = (anew || this.#colors.length > 200 ? "" : this.#colors) + (/^0*$/.test(parameters) ? "" : sequence);
  }

  /** No further down than there are lines: a screen ends there. */
  #move(row: number, column: number): void {
    this.#row = Math.min(Math.max(0, row), this.#lines.length - 1);
    this.#column = Math.min(Math.max(0, column), Math.max(COLUMNS, this.#line.chars.length));
  }

  #blank(from: number, to: number): void {
    const { chars, colors } = this.#line;
    for (let i = from; i < Math.min(to, chars.length); i++) [chars[i], colors[i]] = [" ", ""];
  }

  #eraseLine(how: number): void {
    if (how === 1) this.#blank(0, this.#column + 1);
    else if (how === 2) this.#line.chars.length = this.#line.colors.length = 0;
    else this.#line.chars.length = this.#line.colors.length = Math.min(this.#column, this.#line.chars.length);
  }

  #eraseScreen(how: number): void {
    const empty = ({ chars, colors }: Line): void => void (chars.length = colors.length = 0);
    if (how === 1) this.#lines.slice(0, this.#row).forEach(empty);
    else if (how >= 2) this.#lines.slice(0).forEach(empty);
    else this.#lines.splice(this.#row + 1);
    if (how <= 1) this.#eraseLine(how);
  }
}
