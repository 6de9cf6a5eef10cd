import type { ExperimentLog } from '@paper-factory/runners/schema';

/** Authors and days in one line. */
export function byline({ authors, date, updated }: Pick<ExperimentLog, 'authors' | 'date' | 'updated'>): string {
  const names = authors.map((one) =>
    typeof one === 'string' ? one : one.name + (one.affiliation ? ` (${one.affiliation})` : ''),
  );
  const days = updated && updated !== date ? `${date}, changed ${updated}` : date;
  return `${names.join(', ')} · ${days}`;
}
