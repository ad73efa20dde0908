/** Figures as pages draw them; see fit-figure.js, which reports carry as it stands. */
interface PlainFigure {
  readonly data: readonly object[];
  readonly layout: object;
}

export declare const fitFigure: {
  /** Pixels below which a page is narrow: titles and legends wrap, colour bars lie below. */
  readonly NARROW: number;
  /** A copy of a figure in the colours of a theme. */
  dressed<Drawn extends PlainFigure>(figure: Drawn, theme: "light" | "dark"): Drawn;
  /** Gives a figure, a copy of one's own, the width and about the height, with room for what wraps there. */
  fitted<Drawn extends PlainFigure>(
    figure: Drawn,
    width: number,
    height: number,
  ): Drawn & { readonly layout: { readonly height: number } };
};
