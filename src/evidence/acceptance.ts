import type { ExperimentLog } from '@paper-factory/runners/schema';
import { isRelated } from './judge-relation.ts';
import { lookup } from './lookup.ts';
import { formatMetric, formatPlain, withUnit } from './numbers.ts';
import type { EvidenceState } from './state.ts';

/** What became of a threshold that a log fixed before the run. */
export interface AcceptanceState {
  /** open: no fresh result that was executed here decides it. */
  state: 'passed' | 'failed' | 'open';
  /** Why, with the number, one sentence. */
  reason: string;
}

/** Judges one row of a log's acceptance table; a stale or imported number passes and fails nothing. */
export function acceptanceState(
  { metric: address, relation, threshold }: ExperimentLog['acceptance'][number],
  { outcomes, freshness, imported, planned }: Pick<EvidenceState, 'outcomes' | 'freshness' | 'imported' | 'planned'>,
): AcceptanceState {
  const open = (reason: string): AcceptanceState => ({ state: 'open', reason });
  const [id] = address.split('/');
  if (planned.has(id) && !outcomes.has(id)) return open(`Planned: ${id}.`);
  const found = lookup(address, outcomes);
  if (!found.ok) return open(`${found.fault}.`);
  const tracker = imported.get(id);
  if (tracker !== undefined) return open(`${id} is imported from ${tracker}, not re-executed.`);
  const { status, reason } = freshness[id] ?? { status: 'fresh', reason: '' };
  if (status !== 'fresh') return open(`${id} is ${status}${reason && ` (${reason})`}.`);
  const holds = isRelated(found.value, relation, threshold);
  const value = withUnit(formatMetric(found.metric, found.value), found.metric.unit);
  const test = `${relation} ${formatPlain(threshold)}`;
  return {
    state: holds ? 'passed' : 'failed',
    reason: `${found.metric.name} is ${value}, ${holds ? '' : 'not '}${test}.`,
  };
}
