/**
 * The page over many reports: each notebook with its headline numbers, and a table that compares the
 * runs of one notebook over a grid of parameters.
 */
import { escapeHtml } from "../../base/escape-html";
import { log10 } from "../../numeric/elementary";
import type { Headline, RunRecord } from "../record/run-record";
import { loadAssets, type Assets } from "./page/assets";
import { darkPictureFilter } from "./dark-picture";
import { counted, formatDuration, valueHtml } from "./text/format-value";
import { titleHtml } from "./text/markdown";
import { neighboursHtml, type Neighbour } from "./neighbours";
import { pageHtml } from "./page/page";
import { barHtml, headlineHtml, timeHtml } from "./summary";

export interface IndexRow {
  /** What the run's files are called, without extension. */
  readonly name: string;
  readonly record: Omit<RunRecord, "notebook">;
  /** Whether the command that writes the index did not run it again. */
  readonly kept?: boolean;
  /** A still picture of its first figure, PNG in base64. */
  readonly picture?: string;
}

export interface IndexContext {
  /** Runs that are still to come. */
  readonly waiting?: number;
  /** What is wrong with reports that could not be read, a sentence each. */
  readonly damaged?: readonly string[];
  readonly assets?: Assets;
}

export function renderIndex(
  rows: readonly IndexRow[],
  { waiting = 0, damaged = [], assets }: IndexContext = {},
): string {
  const sources = [...new Set(rows.map(({ record }) => record.source))];
  const sections = sources.map((source) => {
    const runs = rows.filter(({ record }) => record.source === source);
    return runs.length === 1 ? runHtml(runs[0]) : gridHtml(runs);
  });
  const body = [
    barHtml("", { codeButton: false }),
    `<div class="page"><main>`,
    `<h1>Reports</h1>`,
    bylineHtml(rows, sources.length, waiting),
    ...sections,
    rows.some(({ picture }) => picture !== undefined) ? darkPictureFilter() : "",
    damagedHtml(damaged),
    neighboursHtml({ next: firstOf(rows) }),
    `</main></div>`,
  ].join("\n");
  return pageHtml({ title: "Reports", kind: "index", body, data: "" }, assets ?? loadAssets());
}

/** From the end of the list into the reports, which lead on from one to the next. */
function firstOf([first]: readonly IndexRow[]): Neighbour | undefined {
  return first === undefined ? undefined : { name: first.name, title: first.record.title };
}

function bylineHtml(rows: readonly IndexRow[], notebooks: number, waiting: number): string {
  const failed = rows.filter(({ record }) => record.failure !== null).length;
  const commits = [...new Set(rows.map(({ record }) => record.provenance.git.commit))];
  const dirty = rows.some(({ record }) => record.provenance.git.dirty === true) ? " with uncommitted changes" : "";
  const started = rows.map(({ record }) => record.provenance.times.started).sort()[0];
  return [
    `<p class="byline">${counted(notebooks, "notebook")}, ${counted(rows.length, "run")}`,
    failed === 0 ? "" : `, <strong>${failed} incomplete</strong>`,
    waiting === 0 ? "" : `, <strong>${waiting} still to come</strong>`,
    commits.length === 1 && commits[0] !== null
      ? `, at commit <code>${escapeHtml(commits[0].slice(0, 10))}</code>${dirty}`
      : "",
    started === undefined ? "" : `, run ${timeHtml(started)}`,
    `</p>`,
  ].join("");
}

function damagedHtml(damaged: readonly string[]): string {
  if (damaged.length === 0) return "";
  const items = damaged.map((sentence) => `<li>${escapeHtml(sentence)}</li>`);
  const list = `<ul class="why">${items.join("")}</ul>`;
  return `<section class="run"><h2>Left out, as they could not be read</h2>${list}</section>`;
}

/** A notebook that ran once. */
function runHtml(row: IndexRow): string {
  const { title, source, headline, parameters } = row.record;
  const given = givenHtml(parameters.filter((parameter) => parameter.given));
  return [
    `<section class="run${row.picture === undefined ? "" : " pictured"}">`,
    `<h2><a href="${href(row)}">${titleHtml(title)}</a></h2>`,
    pictureHtml(row),
    `<p class="byline">${verdictHtml(row)}, <code>${escapeHtml(source)}</code>${given}</p>`,
    failureOf(row) === "" ? "" : `<p class="why">Incomplete: ${failureOf(row)}</p>`,
    row.kept === true ? `<p class="byline">${keptHtml(row)}</p>` : "",
    headlineHtml(headline),
    `</section>`,
  ].join("");
}

/** `, size = 1,000 BTC` of each. */
function givenHtml(parameters: RunRecord["parameters"]): string {
  return parameters
    .map(({ name, value, unit }) => `, <code>${escapeHtml(name)}</code>&nbsp;=&nbsp;${valueHtml(value, unit)}`)
    .join("");
}

/** The way to the report, for the eye; readers of text have the title's. */
function pictureHtml(row: IndexRow): string {
  if (row.picture === undefined) return "";
  const image = `<img src="data:image/png;base64,${row.picture}" alt="">`;
  return `<a class="picture" href="${href(row)}" tabindex="-1" aria-hidden="true">${image}</a>`;
}

/** Whether it ran to its end, and how long it took. */
function verdictHtml({ record: { failure, provenance } }: IndexRow): string {
  const { started, finished } = provenance.times;
  const took = formatDuration(Math.max(0, Date.parse(finished) - Date.parse(started)));
  const time = `<time datetime="${escapeHtml(started)}">${took}</time>`;
  if (failure !== null) return `<span class="verdict bad">incomplete</span> after ${time}`;
  return `<span class="verdict">complete</span> in ${time}`;
}

/**
 * A notebook's runs side by side: a column for each parameter that differs and each headline number; what all were
 * given alike is said once, above.
 */
function gridHtml(rows: readonly IndexRow[]): string {
  const { title, source, parameters } = rows[0].record;
  const text = (row: IndexRow, name: string): string =>
    JSON.stringify(row.record.parameters.find((parameter) => parameter.name === name)?.value);
  const differing = parameters.filter(({ name }) => rows.some((row) => text(row, name) !== text(rows[0], name)));
  const alike = givenHtml(parameters.filter((parameter) => parameter.given && !differing.includes(parameter)));
  const names = [...new Set(rows.flatMap(({ record }) => record.headline.map(({ name }) => name)))];
  const units = names.map((name) => commonUnit(rows.map(({ record }) => numberOf(record.headline, name))));
  const columns = names.map((name, i) =>
    columnFormat(
      rows.map(({ record }) => numberOf(record.headline, name)),
      units[i] === undefined,
    ),
  );
  const told = rows.some((row) => row.kept === true || failureOf(row) !== "");
  const head = [
    ...(differing.length === 0
      ? [`<th scope="col">Run</th>`]
      : differing.map(({ name, unit }) => `<th scope="col"><code>${escapeHtml(name)}</code>${unitHtml(unit)}</th>`)),
    ...names.map((name, i) => `<th scope="col" class="number">${escapeHtml(name)}${unitHtml(units[i])}</th>`),
    ...(told ? [`<th scope="col">Outcome</th>`] : []),
  ];
  const body = rows.map((row) => {
    const values =
      differing.length === 0
        ? [escapeHtml(row.name)]
        : differing.map(({ name }) =>
            valueHtml(row.record.parameters.find((parameter) => parameter.name === name)?.value),
          );
    const numbers = names.map((name, i) => {
      const number = numberOf(row.record.headline, name);
      return `<td class="number">${number === undefined ? "–" : columns[i](number)}</td>`;
    });
    const outcome = row.kept === true ? `<td>${keptHtml(row)}</td>` : `<td class="why">${failureOf(row)}</td>`;
    const links = values.map((value) => `<th scope="row"><a href="${href(row)}">${value}</a></th>`);
    return `<tr>${[...links, ...numbers, told ? outcome : ""].join("")}</tr>`;
  });
  return [
    `<section class="run"><h2>${titleHtml(title)}</h2>`,
    `<p class="byline"><code>${escapeHtml(source)}</code>, ${counted(rows.length, "run")}${alike}</p>`,
    `<div class="wide" tabindex="0"><table class="grid">`,
    `<thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>`,
    `</section>`,
  ].join("");
}

function href({ name }: IndexRow): string {
  return `${encodeURIComponent(name)}.html`;
}

function failureOf({ record: { failure } }: IndexRow): string {
  return failure === null ? "" : escapeHtml(failure.message);
}

/** What `--resume` did not run again, and when it ran. */
function keptHtml({ record }: IndexRow): string {
  return `kept from ${timeHtml(record.provenance.times.started)}`;
}

function numberOf(headline: readonly Headline[], name: string): Headline | undefined {
  return headline.find((number) => number.name === name);
}

/** The unit that all runs give a number, to be said once, above the column. */
function commonUnit(numbers: readonly (Headline | undefined)[]): string | undefined {
  const units = new Set(numbers.filter((number) => number !== undefined).map((number) => number?.unit));
  return units.size === 1 ? [...units][0] : undefined;
}

/** Numbers of a column with as many decimals each, so that they stand under one another. */
function columnFormat(numbers: readonly (Headline | undefined)[], withUnit: boolean): (number: Headline) => string {
  const sizes = numbers.flatMap((number) =>
    typeof number?.value === "number" && number.value !== 0 ? [Math.abs(number.value)] : [],
  );
  const decimals = sizes.length === 0 ? 0 : Math.max(0, 3 - Math.floor(log10(Math.min(...sizes))));
  return ({ value, unit }) => {
    if (withUnit || typeof value !== "number" || decimals > 6 || Math.max(...sizes) >= 1e12)
      return valueHtml(value, withUnit ? unit : undefined, 5);
    return valueHtml(value, undefined, { decimals });
  };
}

function unitHtml(unit: string | undefined): string {
  return unit === undefined ? "" : ` <span class="unit">(${escapeHtml(unit)})</span>`;
}
