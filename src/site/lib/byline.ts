import type { ExperimentLog } from '@paper-factory/runners/schema';

import type { Words } from '../text/words.ts';

/** Authors and days in one line. */
export function byline(
  { authors, date, updated }: Pick<ExperimentLog, 'authors' | 'updated'> & { date?: string | undefined },
  t: Words,
): string {
  const names = authors.map((one) =>
    typeof one === 'string' ? one : one.name + (one.affiliation ? ` (${one.affiliation})` : ''),
  );
  const days =
    date && updated && updated !== date ? t('{date}, changed {updated}', { date, updated }) : (updated ?? date);
  return [names.join(', '), days].filter(Boolean).join(' · ');
}
