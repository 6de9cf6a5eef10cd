import type { Claim, Outcome, Verdict } from '@paper-factory/runners/schema';
import type { ClaimEntry } from '../content/types.ts';
import type { ImportedFrom } from './imported.ts';
import { blockResting } from './blocked.ts';
import { judgeIdentity } from './judge-identity.ts';
import { judgeRatio } from './judge-ratio.ts';
import { judgeRelation } from './judge-relation.ts';
import { judgeTrend } from './judge-trend.ts';
import type { Sentence } from './judge-value.ts';
import { judgeValue, writtenNumber, writtenText } from './judge-value.ts';
import type { Outcomes } from './lookup.ts';
import type { MeasurementsById, Side } from './operands.ts';
import { experimentsOf, rawOperands, resolveSide, tellingDigits, toOperand } from './operands.ts';
import { formatNumber } from './numbers.ts';
import { pairedInterval } from './resamples.ts';
import { resolvePoints } from './series.ts';
import type { Freshness, Judged } from './types.ts';
import { inOneUnit, unitFault } from './units.ts';

/** By experiment id, at the root's profile; an experiment that is not named counts as fresh. */
export type FreshnessById = Readonly<Record<string, Freshness>>;

const judgedVerdicts: ReadonlySet<Verdict> = new Set<Verdict>(['verified', 'falsified', 'contested', 'blocked']);

/** Whether a verdict was reached by a test; the others say why there is none, or none that is sharp. */
export function isJudged(verdict: Verdict): boolean {
  return judgedVerdicts.has(verdict);
}

/** What a claim's test still lacks, or null when it is complete. */
function lacking(claim: Claim): string | null {
  const needed: Record<Claim['kind'], string[]> = {
    value: ['metric'],
    bound: ['metric', 'relation', 'bound'],
    comparison: ['left', 'relation', 'right'],
    ratio: ['numerator', 'denominator'],
    trend: ['metric', 'over', 'trend'],
    identity: ['left', 'right'],
    negative: ['left', 'relation', 'right'],
  };
  const missing = needed[claim.kind].filter((field) => !(field in claim) || claim[field as keyof Claim] === undefined);
  if (missing.length > 0) return missing.join(', ');
  return (claim.kind === 'value' || claim.kind === 'ratio') && !writtenNumber(claim) ? 'value' : null;
}

/** Whether a claim has its whole test and none of its sides is a metric: it would be true or false without any run. */
export const executesNothing = (claim: Claim): boolean =>
  lacking(claim) === null && !rawOperands(claim).some((raw) => typeof raw === 'string');

/** Sizes that were executed below the claimed ones: `train 16384 of 1000000`. */
function toyScale(claim: Claim, outcomes: Outcome[]): string | null {
  const below = Object.entries(claim.scale ?? {}).flatMap(([key, claimed]) => {
    const executed = Math.min(...outcomes.map((outcome) => outcome.scale[key] ?? Infinity));
    return executed < claimed ? [`${key} ${executed} of ${claimed}`] : [];
  });
  return below.length > 0 ? below.join(', ') : null;
}

/** The paired interval of the difference, where the resamples of both sides are kept. */
function pairedWords([left, right]: Side[]): string {
  const interval = pairedInterval(left, right);
  if (!interval) return '';
  const { low, high, count } = interval;
  const digits = tellingDigits([low, high], Math.max(left.digits ?? 0, right.digits ?? 0));
  const range = `${formatNumber(low, digits)} to ${formatNumber(high, digits)}`;
  return ` The difference is ${range} (95%, ${count} paired bootstrap resamples).`;
}

/** Runs a claim's test. Of a trend the sides are its points. */
function test(claim: Claim, sides: Side[]): Sentence {
  switch (claim.kind) {
    case 'value':
      return judgeValue(claim, writtenNumber(claim, sides[0].found!.metric.unit)!, sides[0]);
    case 'bound':
      return judgeRelation(sides[0], claim.relation!, sides[1], 0);
    case 'comparison':
    case 'negative': {
      const wanted = claim.kind === 'comparison';
      const sentence = judgeRelation(sides[0], claim.relation!, sides[1], claim.margin, wanted);
      return { ...sentence, reason: sentence.reason + pairedWords(sides) };
    }
    case 'ratio':
      return judgeRatio(claim, sides);
    case 'identity':
      return judgeIdentity(claim, sides);
    case 'trend':
      return judgeTrend(
        claim,
        sides.map((side) => ({ at: Number(side.found!.metric.scope[claim.over!]), side })),
      );
  }
}

const unexecuted = (reason: string): Sentence => ({ verdict: 'unexecuted', reason, test: '' });

/** What claims are judged by. */
interface Evidence {
  outcomes: Outcomes;
  freshness: FreshnessById;
  imported: ImportedFrom;
  measurements: MeasurementsById;
  /** Experiments that nothing can run yet. */
  planned?: ReadonlySet<string>;
}

/** A claim that only planned experiments keep from being tested, in words; null for any other. */
function waitsFor(claim: Claim, experiments: string[], { outcomes, planned }: Evidence): string | null {
  const missing = experiments.filter((id) => !outcomes.has(id));
  if (missing.length === 0 || !missing.every((id) => planned?.has(id))) return null;
  return `Planned: ${missing.join(', ')}.${claim.planned ? ` ${claim.planned}` : ''}`;
}

/** Why a claim cannot be tested at all, before any number is looked at; null when it can. */
function untestable(claim: Claim, experiments: string[], evidence: Evidence): string | null {
  const { outcomes, freshness, imported } = evidence;
  const planned = claim.planned ? ` Planned: ${claim.planned}` : '';
  if (executesNothing(claim)) return `Both sides are plain numbers, so nothing is executed.${planned}`;
  const waits = waitsFor(claim, experiments, evidence);
  if (waits) return waits;
  const lacks = lacking(claim);
  if (lacks) return planned.trim() || `No test yet: the claim has no ${lacks}.`;
  const missing = experiments.filter((id) => !outcomes.has(id) || freshness[id]?.status === 'missing');
  const elsewhere = experiments.filter((id) => imported.has(id));
  if (missing.length === 0 && elsewhere.length > 0) {
    return `${elsewhere.map((id) => `${id} is imported from ${imported.get(id)}`).join(', ')}, not re-executed.${planned}`;
  }
  if (missing.length === 0) return null;
  return `Not executed: ${missing.join(', ')} ${missing.length > 1 ? 'have' : 'has'} no result.${planned}`;
}

/** A run that failed its own condition still has numbers; the reader is told. */
function failedGates(experiments: string[], outcomes: Outcomes): string {
  return experiments
    .flatMap((id) => (outcomes.get(id)?.gates ?? []).filter((gate) => !gate.passed).map((gate) => [id, gate.name]))
    .map(([id, gate]) => ` ${id} failed its gate "${gate}".`)
    .join('');
}

/** The sides of a testable claim, and what the test says. */
function execute(claim: Claim, experiments: string[], { outcomes, freshness, measurements }: Evidence) {
  const resolved =
    claim.kind === 'trend'
      ? resolvePoints(claim.metric!, claim.over!, outcomes, measurements)
      : rawOperands(claim).map((raw) => resolveSide(raw, outcomes, measurements));
  const sides = resolved.flatMap((one) => ('side' in one ? [one.side] : []));
  const fault = resolved.flatMap((one) => ('fault' in one ? [one.fault] : []))[0];
  if (fault) return { sides, sentence: unexecuted(`${fault.fault}.`) };
  const units = unitFault(
    claim,
    sides.map(({ found }) => found?.metric ?? null),
  );
  if (units) return { sides, sentence: unexecuted(`${units}.`) };
  const tested = test(claim, inOneUnit(sides));
  const sentence = { ...tested, reason: tested.reason + failedGates(experiments, outcomes) };
  const stale = experiments.filter((id) => freshness[id]?.status === 'stale');
  if (stale.length === 0) return { sides, sentence };
  const why = stale.map((id) => `${id} is stale (${freshness[id].reason})`).join(', ');
  return { sides, sentence: { ...sentence, verdict: 'stale' as const, reason: `${why}; before: ${sentence.reason}` } };
}

function judgeOne({ claim, track }: ClaimEntry, evidence: Evidence): Judged {
  const experiments = experimentsOf(claim);
  const obstacle = untestable(claim, experiments, evidence);
  const { sides, sentence } = obstacle
    ? { sides: [], sentence: unexecuted(obstacle) }
    : execute(claim, experiments, evidence);
  const { executed, ...found } = sentence;
  return {
    id: claim.id,
    track,
    kind: claim.kind,
    claim,
    ...found,
    expect: claim.expect,
    asExpected: isJudged(sentence.verdict) && sentence.verdict === claim.expect,
    written: writtenText(claim),
    executed: executed === undefined ? (sides.find((side) => side.found)?.value ?? null) : executed,
    operands: sides.map(toOperand),
    toy: toyScale(
      claim,
      experiments.flatMap((id) => evidence.outcomes.get(id) ?? []),
    ),
    calibration: claim.calibration,
    experiments,
  };
}

/** Gives every claim the verdict that the executed numbers, and the claims it rests on, give it, in the order given. */
export function judge({ claims, ...evidence }: Evidence & { claims: Iterable<ClaimEntry> }): Judged[] {
  return blockResting(Array.from(claims, (entry) => judgeOne(entry, evidence)));
}
