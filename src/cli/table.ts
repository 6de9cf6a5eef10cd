/** Columns of text, left-aligned, or right-aligned where the header begins with `>`. */
export function formatTable(header: string[], rows: string[][]): string {
  const right = header.map((title) => title.startsWith('>'));
  const titles = header.map((title) => title.replace(/^>/, ''));
  const widths = titles.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => (right[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  return (
    [line(titles), line(widths.map((width) => '-'.repeat(Math.min(width, 40)))), ...rows.map(line)].join('\n') + '\n'
  );
}

/** 0.4 s, 12 s, 3 min 20 s. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
