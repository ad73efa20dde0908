/** Notes as the first lines of a CSV file: `# key: value`, each on a line of its own whatever it holds. */
export function noteLines(notes: Readonly<Record<string, string>>): string[] {
  return Object.entries(notes).map(([key, value]) => {
    const line = `# ${key}: ${value.replace(/\s*[\r\n]\s*/g, " ")}`;
    // Commas at a line's end are what a spreadsheet pads it with.
    return line.trimEnd().endsWith(",") ? `"${line.replace(/"/g, '""')}"\n` : `${line}\n`;
  });
}
