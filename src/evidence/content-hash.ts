import { createHash } from 'node:crypto';
import type { Track } from '@paper-factory/runners/schema';
import type { Entry } from '../content/types.ts';
import type { Judged } from './types.ts';

/** JSON with sorted keys, so that the order of a file's keys does not count. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/**
 * What a reviewer signs: the track's text and plans, its claims, and what the executed numbers make of them.
 * A change of any of these voids the sign-off.
 */
export function trackContentHash({ data, body }: Pick<Entry<Track>, 'data' | 'body'>, judged: Judged[]): string {
  const { signOff: _, ...track } = data;
  const claims = judged.map(({ claim, verdict, executed }) => ({ claim, verdict, executed }));
  return createHash('sha256').update(canonical({ track, body, claims })).digest('hex');
}
