import { createHash } from 'node:crypto';
import type { Track } from '@paper-factory/runners/schema';
import type { DecisionsEntry, Entry } from '../content/types.ts';
import type { Judged } from './types.ts';

/** JSON with sorted keys, so that the order of a file's keys does not count. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** A track's page, and what its claims file decides by. */
export interface SignedTrack extends Pick<Entry<Track>, 'data' | 'body'> {
  decisions?: Pick<DecisionsEntry, 'gates' | 'trees' | 'triggers' | 'acceptance'>;
}

/**
 * What a reviewer signs: the track's text and plans, its claims, gates, trees and tables, and what the executed numbers
 * make of the claims. A change of any of these voids the sign-off.
 */
export function trackContentHash({ data, body, decisions }: SignedTrack, judged: Judged[]): string {
  const { signOff: _, ...track } = data;
  const { gates = [], trees = [], triggers = [], acceptance = [] } = decisions ?? {};
  const claims = judged.map(({ claim, verdict, executed }) => ({ claim, verdict, executed }));
  const signed = { track, body, claims, gates, trees, triggers, acceptance };
  return createHash('sha256').update(canonical(signed)).digest('hex');
}
