/**
 * The kernel's logo: a concave and a convex impact curve over their axes.
 */
import { deflateSync } from "node:zlib";

import { crc32 } from "../crc32";

const INK = [23, 62, 94];
const CONVEX = [214, 96, 36];
const CONCAVE = [49, 130, 189];

export const LOGO_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <rect width="64" height="64" rx="10" fill="#fff"/>
  <path d="M10 8V54H58" fill="none" stroke="rgb(${INK.join()})" stroke-width="4"/>
  <path d="M10 54Q14 22 54 16" fill="none" stroke="rgb(${CONCAVE.join()})" stroke-width="5"/>
  <path d="M10 54Q44 50 54 10" fill="none" stroke="rgb(${CONVEX.join()})" stroke-width="5"/>
</svg>
`;

/** The same picture as a PNG of size × size pixels, for front ends that show no SVG. */
export function logoPng(size: number): Buffer {
  const rows: Buffer[] = [];
  for (let y = 0; y < size; y++) {
    // A row of a PNG begins with its filter, here none.
    const row = Buffer.alloc(1 + 3 * size);
    for (let x = 0; x < size; x++) row.set(pixel((x + 0.5) / size, (y + 0.5) / size), 1 + 3 * x);
    rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The colour at (x, y) in the unit square, y downwards. */
function pixel(x: number, y: number): readonly number[] {
  const [left, bottom, width] = [0.17, 0.84, 0.045];
  if (Math.abs(x - left) < 0.03 && y > 0.12 && y < bottom) return INK;
  if (Math.abs(y - bottom) < 0.03 && x > left - 0.03 && x < 0.9) return INK;
  const t = (x - left) / 0.68;
  if (t < 0 || t > 1) return [255, 255, 255];
  const height = (bottom - y) / 0.66;
  // Distance to the curve measured along y and divided by its steepness.
  const near = (value: number, slope: number): boolean =>
    Math.abs(height - value) < (width / 0.66) * Math.hypot(1, slope);
  if (near(t ** 2.5, 2.5 * t ** 1.5)) return CONVEX;
  if (near(t ** 0.4, Math.min(6, 0.4 * t ** -0.6))) return CONCAVE;
  return [255, 255, 255];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(8 + body.length);
  out.writeUInt32BE(data.length, 0);
  out.set(body, 4);
  out.writeUInt32BE(crc32(body), 4 + body.length);
  return out;
}
