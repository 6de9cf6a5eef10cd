import type { SiteContext } from './context.ts';

export type Standing = 'holds' | 'partly' | 'fails' | 'open';

export interface StandingView {
  standing: Standing;
  /** In words: `2 of 5 claims hold, 1 fails, 2 open`. */
  words: string;
}

export function standingOf(site: SiteContext, claims: readonly string[], against: readonly string[] = []): StandingView {
  const verdicts = (ids: readonly string[]): string[] => ids.flatMap((id) => site.judged.get(id)?.verdict ?? []);
  const supporting = verdicts([...new Set(claims)]);
  const holds = supporting.filter((one) => one === 'verified').length;
  const speaking = verdicts(against).filter((one) => one === 'verified').length;
  const fails = supporting.filter((one) => one === 'falsified' || one === 'blocked').length + speaking;
  const open = supporting.length - holds - (fails - speaking);
  const standing =
    holds === 0 && fails === 0 ? 'open' : fails === 0 && open === 0 ? 'holds' : holds === 0 && open === 0 ? 'fails' : 'partly';
  return { standing, words: `${holds} hold, ${fails} fail, ${open} open` };
}
