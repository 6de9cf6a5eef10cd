import type { TrackGate } from '@paper-factory/runners/schema';
import { allOf, answerOf, inWords, judgedOf } from './answers.ts';
import type { GateView } from './decisions.ts';
import { isRelated } from './judge-relation.ts';
import { experimentOf, lookup } from './lookup.ts';
import { formatMetric, formatPlain } from './numbers.ts';
import type { EvidenceState } from './state.ts';

type Measured = Pick<GateView, 'band' | 'value' | 'address' | 'reason'>;

const open = (reason: string, address: string | null = null): Measured => ({
  band: 'open',
  value: null,
  address,
  reason,
});

/** The first band, the better first, that the executed metric lies in; outside of all it fails. */
function measured({ bands }: TrackGate, metric: string, state: EvidenceState): Measured {
  const experiment = experimentOf(metric) ?? metric;
  if (state.planned.has(experiment) && !state.outcomes.has(experiment)) return open(`Planned: ${experiment}.`, metric);
  const found = lookup(metric, state.outcomes);
  if (!found.ok) return open(`${found.fault}.`, metric);
  const tracker = state.imported.get(experiment);
  if (tracker !== undefined) return open(`${experiment} is imported from ${tracker}, not re-executed.`, metric);
  const freshness = state.freshness[experiment];
  if (freshness && freshness.status !== 'fresh') {
    return open(`${experiment} is ${freshness.status} (${freshness.reason}).`, metric);
  }
  const { value, address } = found;
  const is = `${found.metric.name} is ${formatMetric(found.metric, value)}`;
  const listed = (['excellent', 'good'] as const).flatMap((name) => (bands[name] ? [{ name, ...bands[name] }] : []));
  if (listed.length === 0) return { ...open(`${is}; the gate has no band.`, address), value };
  const inside = listed.find((band) => isRelated(value, band.relation, band.threshold));
  const limits = listed.map(({ name, relation, threshold }) => `${name} ${relation} ${formatPlain(threshold)}`);
  const reason = `${is}; ${limits.join(', ')}.`;
  return { band: inside?.name ?? 'fail', value, address, reason };
}

/** Without a metric the claims decide: good where all hold, failed where one does not. */
function claimed({ claims: ids, experiment }: TrackGate, state: EvidenceState): Measured {
  const claims = judgedOf(ids, state);
  if (claims.length === 0) return open(experiment ? `Planned: ${experiment}.` : 'Nothing measures it yet.');
  const answer = allOf(claims.map(answerOf));
  const band = answer === 'yes' ? 'good' : answer === 'no' ? 'fail' : 'open';
  return { ...open(`${inWords(claims)}.`), band };
}

/** A gate with its band. */
export function gateView(gate: TrackGate, state: EvidenceState): GateView {
  return {
    id: gate.id,
    text: gate.text,
    when: gate.when ?? null,
    ...(gate.metric === undefined ? claimed(gate, state) : measured(gate, gate.metric, state)),
    claims: judgedOf(gate.claims, state),
    experiment: (gate.metric && experimentOf(gate.metric)) ?? gate.experiment ?? null,
    gate,
  };
}

/** Whether a gate passes. */
export const passes = ({ band }: GateView): 'yes' | 'no' | 'unknown' =>
  band === 'open' ? 'unknown' : band === 'fail' ? 'no' : 'yes';
