import { UserError } from '@paper-factory/runners/user-error';
import { buildSearchIndex } from '../search-index.ts';
import { wordsLeft } from './left.ts';
import type { PublishPlan } from './plan.ts';
import { redactSite, type Counts } from './redact.ts';
import { writeRedirects } from './redirects.ts';

/** What was done to the pages of a build. */
export interface Finished {
  /** Pages that the search finds. */
  pages: number;
  /** Time that the search index took. */
  searchSeconds: number;
  redirects: number;
  redacted: Counts;
}

/** Files that a message names; the others are counted. */
const most = 20;

/**
 * Makes rendered pages ready to be published, in the folder where they were rendered.
 * @param memory Folder that keeps the last search index.
 */
export async function finishSite(folder: string, plan: PublishPlan, memory: string): Promise<Finished> {
  const redirects = writeRedirects(folder, plan.redirects, plan.site);
  const redacted = redactSite(folder, plan.redact);
  const started = performance.now();
  const pages = await buildSearchIndex(folder, memory);
  const searchSeconds = (performance.now() - started) / 1000;
  const left = wordsLeft(folder, plan.forbidden);
  if (left.length > 0) {
    const list = left.slice(0, most).map((one) => `  ${one}`);
    if (left.length > most) list.push(`  and ${left.length - most} more`);
    throw new UserError(`the site was not built: it would still say\n${list.join('\n')}`, {
      hint: 'Reword the text that these pages show; dist/ is as it was. A name that may stay goes into `anonymous: { allow: [...] }`.',
    });
  }
  return { pages, searchSeconds, redirects, redacted };
}
