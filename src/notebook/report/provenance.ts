/**
 * The foot of a report: everything its numbers came from, and how to get them again.
 */
import { escapeHtml } from "../../base/escape-html";
import { OUTPUT_PREFIX } from "../record/output-path";
import type { DataFile, FileHash, RunRecord } from "../record/run-record";
import { counted, formatBytes, formatDuration, formatNumber, powers } from "./text/format-value";
import { timeHtml } from "./summary";

const AGAIN =
  `<p class="note">From the project's folder, at the commit above. <code>npx impactlab verify</code> with this ` +
  `file runs it again and says, cell by cell, what differs.</p>`;

export function provenanceHtml(record: RunRecord, folder?: string): string {
  const { git, data, written = [], code, packages, node, seeds, tolerances, times } = record.provenance;
  const tree = git.dirty === null ? "" : git.dirty ? ", with uncommitted changes" : ", nothing uncommitted";
  const facts: [string, string][] = [
    ["Notebook", `<code>${escapeHtml(record.source)}</code>`],
    [
      "Commit",
      git.commit === null ? "not in a git repository" : `<code class="hash">${escapeHtml(git.commit)}</code>${tree}`,
    ],
    ["Run", timeHtml(times.started, `, for ${duration(times.started, times.finished)}`)],
    ["Node", escapeHtml(node)],
    ["Packages", packagesHtml(packages)],
    ["Seeds", named(seeds, (seed) => String(seed)) || "none among the parameters"],
    ["Tolerances", named(tolerances, (value) => powers(formatNumber(value)))],
    ["Source", `<code class="hash">${escapeHtml(code.sha256)}</code>${sourceFiles(code.files)}`],
  ];
  return [
    `<footer id="provenance"><h2>Provenance</h2>`,
    `<dl class="facts">${facts
      .filter(([, value]) => value !== "")
      .map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`)
      .join("")}</dl>`,
    data.length === 0 ? "" : `<h3>Data files read</h3>${fileTable(data, sizeCell)}`,
    written.length === 0 ? "" : `<h3 id="written">Files written</h3>${fileTable(written, sizeCell, folder)}`,
    `<h3>Run it again</h3><pre class="command">${escapeHtml(command(record))}</pre>`,
    AGAIN,
    `</footer>`,
  ].join("\n");
}

/** The command line that makes this report again. */
function command({ source, parameters }: RunRecord): string {
  const given = parameters.filter((parameter) => parameter.given);
  return [
    "npx impactlab run",
    quoted(source),
    ...given.map(({ name, value }) => `-p ${quoted(`${name}=${isPlainText(value) ? value : JSON.stringify(value)}`)}`),
  ].join(" ");
}

/** Text that `-p` reads as it stands: a comma would part it, and quotes would be taken off. */
function isPlainText(value: unknown): value is string {
  return typeof value === "string" && !/[,"]|^\s|\s$/.test(value);
}

function quoted(word: string): string {
  return /^[\w./=:@%+,-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;
}

function named<T>(values: Readonly<Record<string, T>>, show: (value: T) => string): string {
  return Object.keys(values)
    .sort()
    .map((name) => `<span class="pair">${escapeHtml(name)}&nbsp;<b>${show(values[name])}</b></span>`)
    .join(" ");
}

/** The page is about its numbers: a list of so many names is there for who looks for one. */
function packagesHtml(packages: Readonly<Record<string, string>>): string {
  const count = Object.keys(packages).length;
  const list = named(packages, (version) => escapeHtml(version));
  return count === 0 ? "" : `<details><summary>${counted(count, "package")}</summary>${list}</details>`;
}

function sourceFiles(files: readonly FileHash[]): string {
  if (files.length === 0) return "";
  const summary = `<summary>${counted(files.length, "file")} that the cells import</summary>`;
  return `<details>${summary}${fileTable(files, () => "")}</details>`;
}

function sizeCell({ bytes }: DataFile): string {
  return `<td class="number">${formatBytes(bytes)}</td>`;
}

/** @param folder where those of the output folder lie, beside the page. */
function fileTable<T extends FileHash>(files: readonly T[], more: (file: T) => string, folder?: string): string {
  const hash = ({ sha256 }: FileHash): string => `<td><code class="hash">${escapeHtml(sha256)}</code></td>`;
  const rows = files.map(
    (file) => `<tr><th scope="row">${nameHtml(file.path, folder)}</th>${more(file)}${hash(file)}</tr>`,
  );
  return `<div class="wide"><table class="files"><tbody>${rows.join("")}</tbody></table></div>`;
}

function nameHtml(path: string, folder: string | undefined): string {
  const name = `<code>${escapeHtml(path)}</code>`;
  if (folder === undefined || !path.startsWith(OUTPUT_PREFIX)) return name;
  const address = [folder, ...path.slice(OUTPUT_PREFIX.length).split("/")].map(encodeURIComponent).join("/");
  return `<a href="${escapeHtml(address)}" download>${name}</a>`;
}

function duration(from: string, to: string): string {
  return formatDuration(Math.max(0, Date.parse(to) - Date.parse(from)));
}
