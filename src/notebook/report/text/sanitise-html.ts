/**
 * HTML that an output holds, with what can act taken out: what remains is text, tables and inline
 * pictures. The page's Content-Security-Policy is the second fence.
 */
import sanitize from "sanitize-html";

const TEXT_TAGS =
  "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 " +
  "hr i img ins kbd li mark ol p pre s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul " +
  "var";
const LENGTH = /^\d{1,4}(\.\d+)?(px|em|rem|%)$/;
const COLOR = /^(#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([\d\s.,%]+\))$/i;

const OPTIONS: sanitize.IOptions = {
  allowedTags: TEXT_TAGS.split(" "),
  // No id and no name: an output must not answer to the page's own links and lookups.
  allowedAttributes: {
    "*": ["style", "title", "align", "valign"],
    a: ["href", "rel"],
    img: ["src", "alt", "width", "height"],
    table: ["class"],
    td: ["colspan", "rowspan"],
    th: ["colspan", "rowspan", "scope"],
    ol: ["start"],
    details: ["open"],
  },
  allowedClasses: { table: ["dataframe"] },
  allowedStyles: {
    "*": {
      "text-align": [/^(left|right|center|justify)$/],
      "vertical-align": [/^(top|middle|bottom|baseline)$/],
      "font-weight": [/^(normal|bold|\d{3})$/],
      "font-style": [/^(normal|italic)$/],
      "white-space": [/^(pre|nowrap|pre-wrap)$/],
      color: [COLOR],
      "background-color": [COLOR],
      width: [LENGTH],
    },
  },
  allowedSchemes: ["http", "https", "mailto"],
  allowedSchemesByTag: { img: ["data"] },
  allowProtocolRelative: false,
  disallowedTagsMode: "discard",
  transformTags: {
    a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: "noopener noreferrer" } }),
  },
  exclusiveFilter: ({ tag, attribs }) => tag === "img" && !isImageData(attribs.src ?? ""),
};

/** What Markdown itself makes: headings that can be linked to, boxes of tasks, and code by its language. */
const MARKDOWN_OPTIONS: sanitize.IOptions = {
  ...OPTIONS,
  allowedAttributes: {
    ...(OPTIONS.allowedAttributes as Record<string, string[]>),
    ...Object.fromEntries(["h1", "h2", "h3", "h4", "h5", "h6"].map((tag) => [tag, ["id", "align", "style"]])),
    div: ["class", "style", "align"],
    span: ["class", "style", "title"],
    li: ["class", "style"],
    a: ["href", "rel", "title"],
  },
  allowedClasses: { table: ["dataframe"], div: ["wide"], span: ["missing"], li: ["task"] },
  transformTags: {
    ...OPTIONS.transformTags,
    // An id that a heading's own slug may be, and no other: the page looks its parts up by theirs.
    ...Object.fromEntries(["h1", "h2", "h3", "h4", "h5", "h6"].map((tag) => [tag, withOwnId])),
  },
};

/** With pictures from beside the notebook, which a page that knows where that is can show. */
const BESIDE_OPTIONS: sanitize.IOptions = {
  ...MARKDOWN_OPTIONS,
  allowedSchemesByTag: { img: ["data", "attachment"] },
  exclusiveFilter: ({ tag, attribs: { src = "" } }) => tag === "img" && !isImageData(src) && !isBeside(src),
};

function withOwnId(tagName: string, { id, ...attribs }: sanitize.Attributes): sanitize.Tag {
  return { tagName, attribs: id?.startsWith("s-") ? { ...attribs, id } : attribs };
}

/** A Markdown cell's HTML: what is raw in it may show, and may not act. */
export function sanitiseMarkdown(html: string, beside: boolean): string {
  return sanitize(html, beside ? BESIDE_OPTIONS : MARKDOWN_OPTIONS);
}

export function sanitiseHtml(html: string): string {
  return sanitize(html, OPTIONS);
}

/** Whether HTML shows anything once it is sanitised. */
export function showsSomething(sanitised: string): boolean {
  return /<(img|hr|td|th)\b/.test(sanitised) || sanitised.replace(/<[^>]*>/g, "").trim() !== "";
}

/** A picture within its address; scripts within an SVG do not run in an img element. */
export function isImageData(url: string): boolean {
  return /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i.test(url);
}

/** A picture by a path relative to the notebook, or one that its cell carries. */
export function isBeside(url: string): boolean {
  return /^attachment:./.test(url) || (url !== "" && !/^([a-z][a-z0-9+.-]*:|[/\\])/i.test(url));
}
