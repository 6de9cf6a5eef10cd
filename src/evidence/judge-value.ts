import { type Claim, noiseFloor, type NoiseFloor } from '@paper-factory/runners/schema';
import type { Side } from './operands.ts';
import { tellingDigits } from './operands.ts';
import type { Written } from './numbers.ts';
import { decimalsOf, formatNumber, inUnitOf, isWithin, parseWritten } from './numbers.ts';
import type { Judged } from './types.ts';

/** Claims that say a number: of a metric, or of a ratio of two. */
export type NumberClaim = Extract<Claim, { kind: 'value' | 'ratio' }>;

const saysNumber = (claim: Claim): claim is NumberClaim => claim.kind === 'value' || claim.kind === 'ratio';

/** What a kind's judge finds out. */
export type Sentence = Pick<Judged, 'verdict' | 'reason' | 'test' | 'contestedBy'> & {
  /** The executed number that was tested, where it is not that of a side. */
  executed?: number | null;
};

/** Relative tolerance of a number that a study measured on other data. */
export const studyTolerance = 0.1;

/** The author's number as written: the claim's own, else the study's, else the target. */
export function writtenText(claim: Claim): string | null {
  if (saysNumber(claim) && claim.value !== undefined) return claim.value;
  const quoted = claim.reported ?? claim.target;
  if (quoted?.written !== undefined) return quoted.written;
  return typeof quoted?.value === 'string' || typeof quoted?.value === 'number' ? String(quoted.value) : null;
}

/** The unit of the number that a claim quotes, as it stands there; empty where its own `value` says another number. */
export function quotedUnit(claim: NumberClaim): string {
  const quoted = claim.reported ?? claim.target;
  const written = parseWritten(quoted?.written ?? String(quoted?.value ?? ''));
  if (claim.value !== undefined && Number(claim.value) !== written?.value) return '';
  return written?.unit || (quoted?.unit ?? '');
}

/** The written number in the metric's unit; only a quoted one may carry a per cent sign of its own. */
export function writtenNumber(claim: NumberClaim, unit = ''): Written | null {
  const text = writtenText(claim);
  const written = text === null ? null : parseWritten(text);
  if (!written || claim.value !== undefined) return written;
  return inUnitOf({ ...written, unit: quotedUnit(claim) }, { unit });
}

/** The tolerance and how it came about. */
function toleranceOf(claim: NumberClaim, written: Written): { tolerance: number; why: string } {
  const declared = claim.tolerance;
  if (declared && 'absolute' in declared) return { tolerance: declared.absolute, why: `± ${declared.absolute}` };
  const relative = declared?.relative ?? (claim.reported ? studyTolerance : null);
  if (relative === null) return { tolerance: written.tolerance, why: 'to the digits written' };
  const percent = Number((relative * 100).toPrecision(6));
  return { tolerance: relative * Math.abs(written.value), why: `± ${percent}%` };
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** What a noise floor rests on, in words; null where one seed was measured once and nothing is known of it. */
function spreadOver({ seeds, measurements }: NoiseFloor): string | null {
  const parts = [
    ...(seeds > 1 ? [plural(seeds, 'seed')] : []),
    ...(measurements > 0 ? [plural(measurements, 'other measurement')] : []),
  ];
  return parts.length > 0 ? parts.join(' and ') : null;
}

const once = (value: number) => [{ seed: 1, value }];

/** Judges a value: inside the tolerance, inside the noise floor at least, or neither. */
export function judgeValue(claim: NumberClaim, written: Written, side: Side): Sentence {
  const { tolerance, why } = toleranceOf(claim, written);
  const [low, high] = [written.value - tolerance, written.value + tolerance];
  const base = side.digits ?? 0;
  const exact = Math.max(decimalsOf(low), decimalsOf(high));
  const digits = tellingDigits([low, side.value, high], Math.max(base, Math.min(exact, base + 2)));
  const show = (value: number): string => formatNumber(value, digits);

  const range = `${show(low)} to ${show(high)} (${writtenText(claim)} ${why})`;
  const is = `${side.words} is ${show(side.value)}`;
  const test = `${show(low)} <= ${side.name} <= ${show(high)}`;
  if (isWithin(side.value, written.value, tolerance)) {
    return { verdict: 'verified', test, reason: `${is}, inside ${range}.` };
  }
  const noise = noiseFloor(
    side.found?.metric ?? { value: side.value, perSeed: side.seeds.length > 0 ? side.seeds : once(side.value) },
    side.measured.map(({ value }) => value),
  );
  const over = spreadOver(noise);
  if (over !== null && isWithin(side.value, written.value, noise.floor)) {
    const spread = `the spread over ${over} (± ${formatNumber(noise.floor, digits)})`;
    return { verdict: 'within-noise', test, reason: `${is}, outside ${range} but inside ${spread}.` };
  }
  return { verdict: 'falsified', test, reason: `${is}, outside ${range}.` };
}
