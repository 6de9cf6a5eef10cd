import type { ExperimentLog } from '@paper-factory/runners/schema';

import type { Words } from '../text/words.ts';

interface Days {
  date?: string | undefined;
  updated?: string | undefined;
}

/** When it was written, and when it was changed. */
export function daysOf({ date, updated }: Days, t: Words): string | undefined {
  return date && updated && updated !== date ? t('{date}, changed {updated}', { date, updated }) : (updated ?? date);
}

/** Authors and days in one line. */
export function byline({ authors, date, updated }: Pick<ExperimentLog, 'authors'> & Days, t: Words): string {
  const names = authors.map((one) =>
    typeof one === 'string' ? one : one.name + (one.affiliation ? ` (${one.affiliation})` : ''),
  );
  return [names.map((name) => t.known(name)).join(', '), daysOf({ date, updated }, t)].filter(Boolean).join(' · ');
}
