/**
 * Where things of an SVG are, for a DOM that lays nothing out: Plotly asks for the boxes of its labels and puts
 * titles, legends and margins by them. A text is as wide as its font says, 1.2 em high and 1.3 em more a line; a
 * group is the union of its texts; the lengths of paths are those of their points.
 */
import { DOMMatrix, type SKRSContext2D } from "@napi-rs/canvas";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Gives every SVG element of the window the methods that a browser's layout has. */
export function giveBoxes(window: { SVGElement: { prototype: object } }, measure: SKRSContext2D): void {
  const boxOf = (element: Element): Box => ownBox(element, measure) ?? { x: 0, y: 0, width: 0, height: 0 };
  const client = (element: Element): object => {
    const { x, y, width, height } = moved(boxOf(element), matrixOf(element));
    return { x, y, left: x, top: y, right: x + width, bottom: y + height, width, height };
  };
  const methods: Record<string, (this: Element, ...args: number[]) => unknown> = {
    getBBox() {
      return boxOf(this);
    },
    getBoundingClientRect() {
      return client(this);
    },
    getComputedTextLength() {
      return boxOf(this).width;
    },
    getTotalLength() {
      return lengthsOf(pathPoints(this.getAttribute("d") ?? "")).total;
    },
    getPointAtLength(length) {
      return pointAt(pathPoints(this.getAttribute("d") ?? ""), length);
    },
  };
  for (const [name, value] of Object.entries(methods))
    Object.defineProperty(window.SVGElement.prototype, name, { value, configurable: true, writable: true });
}

/** In the element's own coordinates; undefined where there is nothing to see. */
function ownBox(element: Element, measure: SKRSContext2D): Box | undefined {
  if (element.tagName === "text") return textBox(element, measure);
  let box: Box | undefined;
  for (const child of element.children) {
    const inner = ownBox(child, measure);
    if (inner !== undefined) box = union(box, moved(inner, transformOf(child)));
  }
  return box;
}

function textBox(text: Element, measure: SKRSContext2D): Box | undefined {
  const lines = [...text.querySelectorAll("tspan.line")];
  const contents = lines.length === 0 ? [text.textContent ?? ""] : lines.map((line) => line.textContent ?? "");
  if (contents.every((content) => content === "")) return undefined;
  const size = parseFloat(styled(text, "font-size") ?? "12");
  measure.font = `${styled(text, "font-weight") ?? "normal"} ${size}px "DejaVu Sans"`;
  const width = Math.max(...contents.map((content) => measure.measureText(content).width));
  const anchor = styled(text, "text-anchor") ?? "start";
  const x = Number(text.getAttribute("x") ?? 0) - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
  const height = size * (1.2 + 1.3 * (contents.length - 1));
  return { x, y: Number(text.getAttribute("y") ?? 0) - size, width, height };
}

/** A property of an element or of what it stands in. */
function styled(element: Element, name: string): string | undefined {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const { style } = at as SVGElement;
    const value = style?.getPropertyValue(name) || at.getAttribute(name);
    if (value) return value;
  }
  return undefined;
}

function transformOf(element: Element): DOMMatrix {
  const matrix = new DOMMatrix();
  const steps = (element.getAttribute("transform") ?? "").matchAll(/(\w+)\(([^)]*)\)/g);
  for (const [, name, list] of steps) {
    const [a = 0, b, c] = list.split(/[\s,]+/).map(Number);
    if (name === "translate") matrix.translateSelf(a, b ?? 0);
    else if (name === "scale") matrix.scaleSelf(a, b ?? a);
    else if (name === "rotate")
      matrix
        .translateSelf(b ?? 0, c ?? 0)
        .rotateSelf(a)
        .translateSelf(-(b ?? 0), -(c ?? 0));
  }
  return matrix;
}

function matrixOf(element: Element): DOMMatrix {
  let matrix = new DOMMatrix();
  for (let at: Element | null = element; at !== null; at = at.parentElement) matrix = transformOf(at).multiply(matrix);
  return matrix;
}

function moved({ x, y, width, height }: Box, matrix: DOMMatrix): Box {
  const corners = [
    [x, y],
    [x + width, y],
    [x, y + height],
    [x + width, y + height],
  ].map(([px, py]) => ({ x: matrix.a * px + matrix.c * py + matrix.e, y: matrix.b * px + matrix.d * py + matrix.f }));
  const [left, top] = [Math.min(...corners.map((at) => at.x)), Math.min(...corners.map((at) => at.y))];
  const [right, bottom] = [Math.max(...corners.map((at) => at.x)), Math.max(...corners.map((at) => at.y))];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function union(one: Box | undefined, other: Box): Box {
  if (one === undefined) return other;
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  const right = Math.max(one.x + one.width, other.x + other.width);
  const bottom = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: bottom - y };
}

type Point = readonly [x: number, y: number];

/** The end points of a path's commands: Plotly asks for lengths to write along contours, whose steps are short. */
function pathPoints(path: string): Point[] {
  const points: Point[] = [];
  for (const [, command, list] of path.matchAll(/([MLHVCSQTAZ])([^MLHVCSQTAZ]*)/gi)) {
    const numbers = (list.match(/-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);
    const [x, y] = points[points.length - 1] ?? [0, 0];
    if (/z/i.test(command)) points.push(points[0] ?? [0, 0]);
    else if (command === "H") points.push([numbers[numbers.length - 1], y]);
    else if (command === "V") points.push([x, numbers[numbers.length - 1]]);
    else {
      const step = { C: 6, S: 4, Q: 4, A: 7 }[command.toUpperCase()] ?? 2;
      for (let i = step; i <= numbers.length; i += step) points.push([numbers[i - 2], numbers[i - 1]]);
    }
  }
  return points;
}

function lengthsOf(points: readonly Point[]): { total: number; steps: number[] } {
  const steps = points.slice(1).map(([x, y], i) => {
    const [dx, dy] = [x - points[i][0], y - points[i][1]];
    return Math.sqrt(dx * dx + dy * dy);
  });
  return { total: steps.reduce((sum, step) => sum + step, 0), steps };
}

function pointAt(points: readonly Point[], length: number): { x: number; y: number } {
  let left = Math.max(0, length);
  for (const [i, step] of lengthsOf(points).steps.entries()) {
    const [[ax, ay], [bx, by]] = [points[i], points[i + 1]];
    if (left <= step && step > 0) return { x: ax + ((bx - ax) * left) / step, y: ay + ((by - ay) * left) / step };
    left -= step;
  }
  const [x, y] = points[points.length - 1] ?? [0, 0];
  return { x, y };
}
