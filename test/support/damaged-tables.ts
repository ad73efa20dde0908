/**
 * Tables of estimates with something wrong in them, made from a seed: bits, cells, lines, units and times of CSV, JSON
 * and Parquet; and a plain reader that shares no code with the product, to say what the damaged file holds.
 */
import { parquetReadObjects } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";

import { createRandom, type Random } from "../../src/numeric/random";

export type Form = "csv" | "json" | "parquet";

export interface Damaged {
  readonly form: Form;
  /** What was done to it. */
  readonly damage: string;
  readonly bytes: Buffer;
}

interface Sound {
  notes: [string, string][];
  columns: string[];
  rows: string[][];
}

/** The damaged table of a seed. */
export function damagedTable(seed: number): Damaged {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[random.integer(list.length)];
  const form = pick<Form>(["csv", "csv", "csv", "json", "parquet"]);
  const table = soundTable(random, pick);
  const done: string[] = [];
  const times = 1 + random.integer(2);
  // Half of the damage is done to what the table says, half to the bytes that say it.
  for (let k = 0; k < times; k++) if (random.uniform() < 0.6) done.push(pick(TABLE_DAMAGE)(table, random, pick));
  let bytes = written(table, form);
  if (done.length < times) {
    const damage = pick(form === "csv" ? [...BYTE_DAMAGE, ...LINE_DAMAGE] : BYTE_DAMAGE);
    const [what, damaged] = damage(bytes, random, pick);
    done.push(what);
    bytes = damaged;
  }
  return { form, damage: done.join("; "), bytes };
}

type Pick = <T>(list: readonly T[]) => T;

function soundTable(random: Random, pick: Pick): Sound {
  const n = 1 + random.integer(12);
  const start = 570 + random.integer(300);
  const clock = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const label = pick([
    (i: number) => clock(start + i),
    (i: number) => `2015-05-01T${clock(start + i)}:00Z`,
    (i: number) => `bin ${i}`,
  ]);
  const convention = pick(["total", "per-share"]);
  const beta = (): number => (convention === "total" ? 0.5 + random.uniform() : random.uniform() - 0.4);
  const rows = Array.from({ length: n }, (_, i) => {
    const number = (value: number): string => String(Number(value.toPrecision(6)));
    const row = [label(i), "buy", number(Math.exp(4 * random.normal())), number(beta()), "100", "5000", "ok"];
    return random.uniform() < 0.1 ? [row[0], "buy", "", "", "", "", "too-few-sizes"] : row;
  });
  return {
    notes: [
      ["currency", "USD"],
      ["size_unit", "shares"],
      ["convention", convention],
      ["source", 'made, "for this"'],
    ],
    columns: ["bin", "side", "alpha", "beta", "min_size", "max_size", "status"],
    rows,
  };
}

const CELLS = [
  ...["", " ", "NaN", "nan", "null", "Infinity", "-inf", "1e400", "1e-400", "-1", "0", "-0", "1,5", "1.234,5", "0x10"],
  ...[
    "1_000",
    "1 000",
    "true",
    "abc",
    "1e5",
    "1E+05",
    ".5",
    "5.",
    "+1.5",
    "--1",
    "1.5.2",
    "5e",
    "$1",
    "50%",
    "∞",
    "１",
  ],
  ...[
    "9".repeat(400),
    "0".repeat(400) + "1",
    "1n",
    "2015-05-01",
    "09:30",
    '"',
    "#",
    "=1+1",
    "\u0000",
    "\uFEFF1",
    "buy",
  ],
];

const TABLE_DAMAGE: readonly ((table: Sound, random: Random, pick: Pick) => string)[] = [
  (table, random, pick) => {
    const [row, at] = [pick(table.rows), random.integer(table.columns.length)];
    row[at] = pick(CELLS);
    return `cell ${table.columns[at]} = ${JSON.stringify(row[at].slice(0, 12))}`;
  },
  (table, random, pick) => {
    const [row, at] = [pick(table.rows), 2 + random.integer(2)];
    row[at] = pick(CELLS);
    return `cell ${table.columns[at]} = ${JSON.stringify(row[at].slice(0, 12))}`;
  },
  ({ rows }, random) => {
    const [a, b] = [random.integer(rows.length), random.integer(rows.length)];
    [rows[a], rows[b]] = [rows[b], rows[a]];
    return `rows ${a} and ${b} change places`;
  },
  ({ rows }, random) => {
    const at = random.integer(rows.length);
    rows.splice(at, 0, [...rows[at]]);
    return `row ${at} twice`;
  },
  ({ notes }, _, pick) => {
    const note = pick(notes);
    note[0] = pick([
      note[0].toUpperCase(),
      ` ${note[0]} `,
      note[0].replace(/_?.$/, ""),
      `${note[0]}s`,
      "convention",
      "",
    ]);
    return `note called ${note[0]}`;
  },
  ({ notes }, _, pick) => {
    const note = pick(notes);
    note[1] = pick([
      note[1].toUpperCase(),
      note[1].replace("-", "_"),
      "",
      "per share",
      "total",
      "gross",
      "EUR",
      "a\nb",
    ]);
    return `note ${note[0]} is ${note[1]}`;
  },
  ({ notes }, random) => {
    const at = random.integer(notes.length);
    const [[key]] = notes.splice(at, 1);
    return `no note ${key}`;
  },
  ({ notes }, _, pick) => {
    notes.push(["Convention", pick(["total", "per-share", "Per Share"])]);
    return "two conventions";
  },
  ({ columns }, random, pick) => {
    const at = random.integer(columns.length);
    const other = columns[random.integer(columns.length)];
    columns[at] = pick([
      columns[at].toUpperCase(),
      `${columns[at]} `,
      `x_${columns[at]}`,
      "",
      other,
      "symbol",
      "ts_event",
    ]);
    return `column ${at} called ${columns[at]}`;
  },
  ({ rows }, random, pick) => {
    const row = pick(rows);
    const before = row[0];
    row[0] = pick([
      ...[
        "00:00",
        "24:00",
        "25:61",
        "9:30",
        "#09:31",
        "2015-05-01",
        "1970-01-01T00:00:00Z",
        "2015-13-45T00:00:00Z",
        "",
      ],
      ...[
        `${before} PM`,
        `${before}+01:00`,
        before.replace("2015", "2608"),
        `  ${before}`,
        String(random.integer(1e9)),
      ],
    ]);
    return `label ${before} is ${row[0]}`;
  },
  ({ rows }) => {
    rows.reverse();
    return "rows reversed";
  },
  ({ rows }, _, pick) => {
    pick(rows)[1] = pick(["sell", "BUY", "round trip", "B", ""]);
    return "another side";
  },
];

type ByteDamage = (bytes: Buffer, random: Random, pick: Pick) => [string, Buffer];

const BYTE_DAMAGE: readonly ByteDamage[] = [
  (bytes, random) => {
    const [at, bit] = [random.integer(bytes.length), random.integer(8)];
    const damaged = Buffer.from(bytes);
    damaged[at] ^= 1 << bit;
    return [`bit ${bit} of byte ${at}`, damaged];
  },
  (bytes, random) => {
    const damaged = Buffer.from(bytes);
    const count = 1 + random.integer(20);
    for (let k = 0; k < count; k++) damaged[random.integer(damaged.length)] = random.integer(256);
    return [`${count} bytes`, damaged];
  },
  (bytes, random) => {
    const end = random.integer(bytes.length);
    return [`cut at ${end}`, bytes.subarray(0, end)];
  },
  (bytes, random) => {
    const [at, length] = [random.integer(bytes.length), 1 + random.integer(40)];
    return [`${length} bytes less at ${at}`, Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])];
  },
];

function byLines(change: (lines: string[], random: Random, pick: Pick) => string): ByteDamage {
  return (bytes, random, pick) => {
    const lines = bytes.toString("utf8").split("\n");
    return [change(lines, random, pick), Buffer.from(lines.join("\n"))];
  };
}

const LINE_DAMAGE: readonly ByteDamage[] = [
  byLines((lines, random) => `no line ${lines.splice(random.integer(lines.length), 1)[0].slice(0, 20)}`),
  byLines((lines, random) => {
    const at = random.integer(lines.length);
    lines.splice(at, 0, lines[at]);
    return `line ${at} twice`;
  }),
  byLines((lines, random, pick) => {
    lines.splice(
      random.integer(lines.length),
      0,
      pick(["", ",,,", "# a remark", "junk", '"', "sep=,", "a,b,c,d,e,f,g"]),
    );
    return "another line";
  }),
  byLines((lines) => {
    lines.forEach((line, at) => (lines[at] = at % 2 === 0 ? `${line}\r` : line));
    return "CRLF here and there";
  }),
  byLines((lines) => {
    lines.forEach((line, at) => (lines[at] = line === "" ? "" : `${line},,`));
    return "padding commas";
  }),
  byLines((lines) => {
    lines.forEach((line, at) => (lines[at] = line.replaceAll(",", ";")));
    return "semicolons";
  }),
  byLines((lines, random) => {
    const at = random.integer(lines.length);
    lines[at] = lines[at].replace(/^/, "#");
    return "a line commented out";
  }),
  byLines((lines, random) => {
    const at = random.integer(lines.length);
    lines[at] = lines[at].split(",").slice(0, -1).join(",");
    return "a line cut short";
  }),
];

function written({ notes, columns, rows }: Sound, form: Form): Buffer {
  if (form === "csv") {
    const quote = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    const head = notes.map(([key, value]) => `# ${key}: ${value}`);
    return Buffer.from([...head, ...[columns, ...rows].map((row) => row.map(quote).join(",")), ""].join("\n"));
  }
  const isText = (at: number): boolean => [0, 1, 6].includes(at);
  const number = (cell: string): number | null => (cell === "" || !Number.isFinite(Number(cell)) ? null : Number(cell));
  if (form === "json") {
    const values = columns.map((name, at) => [name, rows.map((row) => (isText(at) ? row[at] : number(row[at])))]);
    return Buffer.from(JSON.stringify({ ...Object.fromEntries(notes), ...(Object.fromEntries(values) as object) }));
  }
  // The writer takes two columns of one name for one.
  const unique = columns.map((name, at) => (columns.indexOf(name) < at ? `${name}_${at}` : name));
  const columnData = unique.map((name, at) =>
    isText(at)
      ? { name, data: rows.map((row) => row[at]), type: "STRING" as const }
      : { name, data: rows.map((row) => number(row[at]) ?? NaN), type: "DOUBLE" as const },
  );
  return Buffer.from(parquetWriteBuffer({ columnData, kvMetadata: notes.map(([key, value]) => ({ key, value })) }));
}

/** alpha and beta of the total cost in the rows that have them; undefined where this reader cannot tell. */
export async function plainReading({ form, bytes }: Damaged): Promise<{ alpha: number[]; beta: number[] } | undefined> {
  const { cells, notes } =
    form === "csv" ? plainCsv(bytes) : form === "json" ? plainJson(bytes) : await plainParquet(bytes);
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, "");
  const conventions = notes.filter(([key]) => /^conventions?$/.test(plain(key))).map(([, value]) => plain(value));
  const convention = conventions.find((value) => value !== "" && value !== "unknown");
  if (convention === undefined) return undefined;
  const [header, ...rows] = cells;
  const [a, b] = ["alpha", "beta"].map((name) => header.findIndex((cell) => plain(String(cell)) === name));
  if (a < 0 || b < 0) return undefined;
  const value = (cell: unknown): number =>
    cell === undefined || cell === null || /^\s*(nan|null|none|n\/?a)?\s*$/i.test(String(cell)) ? NaN : Number(cell);
  const filled = rows.filter((row) => !(Number.isNaN(value(row[a])) && Number.isNaN(value(row[b]))));
  const add = convention.startsWith("pershare") ? 1 : 0;
  return { alpha: filled.map((row) => value(row[a])), beta: filled.map((row) => value(row[b]) + add) };
}

interface Plain {
  readonly cells: unknown[][];
  readonly notes: [string, string][];
}

/** RFC 4180, one character after the other. */
function plainCsv(bytes: Buffer): Plain {
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  const notes: [string, string][] = [];
  const lines: string[][] = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const line = lines[lines.length - 1];
    const cell = line.length - 1;
    if (line.length === 1 && line[0] === "" && !quoted && text[at] === "#") {
      const end = /[\r\n]|$/.exec(text.slice(at))?.index ?? 0;
      const note = text.slice(at + 1, at + end).replace(/,+$/, "");
      const [key, value] = [note.split(/[:=]/)[0], note.replace(/^[^:=]*[:=]/, "")];
      // A header behind a # is one.
      if (note.includes("alpha,beta") && !/[:=]/.test(note)) continue;
      if (/[:=]/.test(note)) notes.push([key, value]);
      at += end - 1;
    } else if (quoted && text[at] === '"' && text[at + 1] === '"') line[cell] += text[at++];
    else if (text[at] === '"' && (quoted || line[cell] === "")) quoted = !quoted;
    else if (!quoted && text[at] === ",") line.push("");
    else if (!quoted && /[\r\n]/.test(text[at])) lines.push([""]);
    else line[cell] += text[at];
  }
  const cells = lines.filter((line) => line.some((cell) => cell.trim() !== "") && !line[0].startsWith("# "));
  return { cells: cells.filter((line) => line.join() !== "sep=,"), notes };
}

function plainJson(bytes: Buffer): Plain {
  const content = Object.entries(JSON.parse(bytes.toString("utf8")) as Record<string, unknown>);
  const columns = content.filter(([, value]) => Array.isArray(value)) as [string, unknown[]][];
  const length = columns[0]?.[1].length ?? 0;
  return {
    cells: [
      columns.map(([key]) => key),
      ...Array.from({ length }, (_, row) => columns.map(([, values]) => values[row])),
    ],
    notes: content.filter(([, value]) => typeof value === "string") as [string, string][],
  };
}

async function plainParquet(bytes: Buffer): Promise<Plain> {
  const { parquetMetadata } = await import("hyparquet");
  const file = new Uint8Array(bytes).buffer;
  const { compressors } = await import("hyparquet-compressors");
  const rows = await parquetReadObjects({ file, compressors });
  const columns = Object.keys(rows[0] ?? {});
  const pairs = parquetMetadata(file).key_value_metadata ?? [];
  return {
    cells: [columns, ...rows.map((row) => columns.map((name) => row[name] as unknown))],
    notes: pairs.map(({ key, value }) => [key ?? "", value ?? ""]),
  };
}
