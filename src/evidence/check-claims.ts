import { finding, type RuleName } from '../content/rules.ts';
import type { ClaimEntry, Finding } from '../content/types.ts';
import { executesNothing, isJudged } from './judge.ts';
import { writtenNumber } from './judge-value.ts';
import { isUnexpected } from './health.ts';
import { lookup } from './lookup.ts';
import { lookupSeries } from './series.ts';
import { rawOperands } from './operands.ts';
import type { EvidenceState } from './state.ts';
import type { Judged } from './types.ts';
import { unitFault } from './units.ts';

/** What the author can do about a verdict that is not the expected one. */
function unexpectedHint({ verdict, expect }: Judged): string {
  if (verdict === 'verified') return `It holds now: remove "expect: ${expect}" and its "because".`;
  return `Correct the statement or its test, or publish the result: "expect: ${verdict}" with a "because".`;
}

function verdictFindings(entry: ClaimEntry, judged: Judged, state: EvidenceState): Finding[] {
  const { id, verdict, expect, reason } = judged;
  const at = (rule: RuleName, message: string, hint: string): Finding[] => [
    finding(rule, entry.file, entry.line([]), message, hint),
  ];
  if (isUnexpected(judged)) {
    const message = `${id} is ${verdict}, expected ${expect}: ${reason}`;
    return at('verdict-is-expected', message, unexpectedHint(judged));
  }
  if (isJudged(verdict) || (verdict === 'unexecuted' && expect === 'unexecuted')) return [];
  if (verdict === 'unexecuted' && isPlanned(judged, state)) return [];
  const message = `${id} is ${verdict}: ${reason}`;
  if (verdict === 'stale') {
    const hint = `Run \`paper-factory reproduce ${judged.experiments.join(' ')}\`.`;
    return at('result-is-fresh', message, hint);
  }
  return at('claim-is-judged', message, unjudgedHint(judged, state));
}

/** Whether only planned experiments keep a claim from being tested: then the plan says what is missing. */
function isPlanned({ claim, experiments }: Judged, { outcomes, planned }: EvidenceState): boolean {
  if (executesNothing(claim)) return false;
  const missing = experiments.filter((id) => !outcomes.has(id));
  return missing.length > 0 && missing.every((id) => planned.has(id));
}

/** What would have the claim judged. */
function unjudgedHint(judged: Judged, { outcomes, imported }: EvidenceState): string {
  const { verdict, experiments, operands, kind, claim } = judged;
  if (verdict === 'within-noise') return 'Add seeds to lower the noise, or write the executed number.';
  if (executesNothing(claim)) return 'Name the metric of a run on one side at least, or write "expect: unexecuted".';
  const missing = experiments.filter((id) => !outcomes.has(id));
  if (missing.length > 0) return `Run \`paper-factory reproduce ${missing.join(' ')}\`.`;
  const otherwise = 'or write "expect: unexecuted".';
  if (experiments.length === 0) return `Bind it to an executed metric, ${otherwise}`;
  if (experiments.some((id) => imported.has(id))) return `Execute it here, e.g. with runner: command, ${otherwise}`;
  if (operands.length === 0) return `Complete its ${kind}, ${otherwise}`;
  return `Correct its addresses, ${otherwise}`;
}

/** Addresses of a claim that match no metric, or several, of a result that is there. */
function addressFindings(entry: ClaimEntry, state: EvidenceState): Finding[] {
  const { claim } = entry;
  const find = (address: string) =>
    claim.kind === 'trend' && claim.over
      ? lookupSeries(address, claim.over, state.outcomes)
      : lookup(address, state.outcomes);
  return rawOperands(claim).flatMap((raw) => {
    const found = typeof raw === 'string' ? find(raw) : null;
    if (!found || found.ok || found.kind === 'experiment') return [];
    const field = Object.entries(claim).find(([, value]) => value === raw)?.[0];
    return [finding('metric-address-resolves', entry.file, entry.line(field ? [field] : []), found.fault, found.hint)];
  });
}

/** A value or ratio that names its metrics says which number is expected. */
function numberFindings({ claim, file, line }: ClaimEntry): Finding[] {
  const isBound =
    claim.kind === 'value' ? claim.metric : claim.kind === 'ratio' && claim.numerator && claim.denominator;
  if ((claim.kind !== 'value' && claim.kind !== 'ratio') || !isBound || writtenNumber(claim)) return [];
  const hint = 'Add value: "0.71", in quotes so that its digits are kept.';
  return [finding('expected-number-is-written', file, line([]), `${claim.id} has a test and no number`, hint)];
}

/** Numbers in different units are not compared. */
function unitFindings({ claim, file, line }: ClaimEntry, { operands }: Judged): Finding[] {
  const fault = unitFault(
    claim,
    operands.map(({ metric }) => metric),
  );
  const hint =
    claim.kind === 'value'
      ? 'Write the number in the unit of the metric as value, in quotes, or name another metric.'
      : 'Name metrics of one unit; a ratio of two has none, apart from per cent.';
  return fault ? [finding('units-agree', file, line([]), `${claim.id}: ${fault}`, hint)] : [];
}

/** Sizes that a tested claim is about and none of its results records: nobody could tell a toy by them. */
function scaleFindings({ claim, file, line }: ClaimEntry, judged: Judged, { outcomes }: EvidenceState): Finding[] {
  if (judged.test === '') return [];
  const results = judged.experiments.flatMap((id) => outcomes.get(id) ?? []);
  const unknown = Object.keys(claim.scale ?? {}).filter((key) => !results.some(({ scale }) => key in scale));
  if (unknown.length === 0) return [];
  const recorded = [...new Set(results.flatMap(({ scale }) => Object.keys(scale)))].sort();
  const message = `${claim.id} is about ${unknown.join(', ')}, which no result of ${judged.experiments.join(', ')} records`;
  const hint = `Name sizes that are recorded (${recorded.join(', ') || 'none'}), or have the run record them.`;
  return [finding('scale-is-recorded', file, line(['scale']), message, hint)];
}

/** The evidence rules of one claim. */
export function checkClaim(entry: ClaimEntry, state: EvidenceState): Finding[] {
  const judged = state.judged.get(entry.claim.id);
  return [
    ...addressFindings(entry, state),
    ...numberFindings(entry),
    ...(judged
      ? [
          ...unitFindings(entry, judged),
          ...scaleFindings(entry, judged, state),
          ...verdictFindings(entry, judged, state),
        ]
      : []),
  ];
}
