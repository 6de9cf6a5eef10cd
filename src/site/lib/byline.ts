import type { ExperimentLog } from '@paper-factory/runners/schema';

import type { Words } from '../text/words.ts';

/** Authors and days in one line. */
export function byline(
  { authors, date, updated }: Pick<ExperimentLog, 'authors' | 'date' | 'updated'>,
  t: Words,
): string {
  const names = authors.map((one) =>
    typeof one === 'string' ? one : one.name + (one.affiliation ? ` (${one.affiliation})` : ''),
  );
  const days = updated && updated !== date ? t('{date}, changed {updated}', { date, updated }) : date;
  // Only a build for double-blind review has no names.
  return `${names.join(', ') || t('Anonymous authors')} · ${days}`;
}
