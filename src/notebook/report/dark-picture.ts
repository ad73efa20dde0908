/**
 * A still picture in the dark theme: what is white, black or grey in it takes the page's shades, from paper to ink, and
 * what has a colour keeps it, as maps of costs must. A filter of SVG's, by how far the channels of a pixel are apart.
 */

/** What `filter: url(#dark-picture)` of the style names. */
export function darkPictureFilter(): string {
  const alpha = "0 0 0 1 0";
  const channel = (name: string, row: string): string =>
    `<feColorMatrix in="SourceGraphic" values="${row} ${row} ${row} ${alpha}" result="${name}"/>`;
  const ofAll = (mode: string): string =>
    `<feBlend mode="${mode}" in="red" in2="green"/><feBlend mode="${mode}" in2="blue" result="${mode}"/>`;
  /** What becomes of black and of white, each up to 255; browsers cut off what is less than one. */
  const shade = (of: string, ink: number, paper: number): string =>
    `<feFunc${of} type="table" tableValues="${(ink + 0.5) / 255} ${(paper + 0.5) / 255}"/>`;
  return [
    `<svg class="filters" aria-hidden="true"><filter id="dark-picture" color-interpolation-filters="sRGB">`,
    channel("red", "1 0 0 0 0") + channel("green", "0 1 0 0 0") + channel("blue", "0 0 1 0 0"),
    ofAll("lighten") + ofAll("darken"),
    `<feBlend mode="difference" in="lighten" in2="darken"/>`,
    // A quarter apart is all of a colour: antialiased edges of text are none.
    `<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 4 0 0 0 0" result="colour"/>`,
    `<feComposite in="SourceGraphic" in2="colour" operator="in" result="coloured"/>`,
    `<feComponentTransfer in="SourceGraphic">`,
    shade("R", 228, 22) + shade("G", 230, 24) + shade("B", 233, 28),
    `</feComponentTransfer>`,
    `<feMerge><feMergeNode/><feMergeNode in="coloured"/></feMerge>`,
    `</filter></svg>`,
  ].join("");
}
