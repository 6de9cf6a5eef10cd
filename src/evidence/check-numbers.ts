import { finding } from '../content/rules.ts';
import type { Finding } from '../content/types.ts';
import type { Lookup } from './lookup.ts';
import { lookup } from './lookup.ts';
import {
  formatMetric,
  formatNumber,
  inUnitOf,
  isPercent,
  isSameUnit,
  isWithin,
  parseWritten,
  withUnit,
} from './numbers.ts';
import type { Written } from './numbers.ts';
import type { EvidenceState } from './state.ts';

/** A place that names a metric, and the number written there; empty where none is. */
export interface BoundNumber {
  address: string;
  written: string;
  /** It stands in a text, which shows the value where nothing is written. */
  inText?: true;
  file: string;
  line(): number;
}

/** Results that are stale or missing, and how many numbers of a file were not compared for it. */
export type Uncompared = Map<string, { file: string; line: number; experiment: string; count: number }>;

type Found = Extract<Lookup, { ok: true }>;

export interface Comparison {
  equal: boolean;
  message: string;
  hint: string;
}

/** What to write instead: the executed value in the digits, and the per cent sign, that the author chose. */
function instead({ value, metric }: Found, written: Written | null): string {
  if (!written) return formatMetric(metric, value);
  const decimals = Math.max(0, Math.round(-Math.log10(2 * written.tolerance)));
  const percent = isPercent(written.unit) && !isPercent(metric.unit);
  const text = formatNumber(percent ? value * 100 : value, Math.min(decimals, 20));
  return withUnit(text, percent || written.unit === '' ? written.unit : metric.unit);
}

/** Compares a number as written with the executed one: equal to the digits written, and in the same unit. */
export function compareWritten(text: string, found: Found): Comparison {
  const parsed = parseWritten(text);
  const hint = `Write ${instead(found, parsed)}, or leave the text empty to have the value put in.`;
  if (!parsed) return { equal: false, message: `"${text}" is no number, so it cannot be compared`, hint };
  const { metric, value, address } = found;
  const written = inUnitOf(parsed, metric);
  if (!isSameUnit(written.unit, metric.unit)) {
    const unit = metric.unit || 'a pure number';
    return { equal: false, message: `"${text}" is in ${written.unit}, but ${address} is in ${unit}`, hint };
  }
  const executed = withUnit(String(Number(value.toPrecision(6))), metric.unit);
  const message = `written ${text}, executed ${executed} (${address})`;
  return { equal: isWithin(value, written.value, written.tolerance), message, hint };
}

function note(uncompared: Uncompared, { file, line }: BoundNumber, experiment: string): void {
  const key = `${file} ${experiment}`;
  const known = uncompared.get(key);
  if (known) known.count++;
  else uncompared.set(key, { file, line: line(), experiment, count: 1 });
}

/** A number of an experiment that nothing has run. */
function unsupported({ address, written, file, line }: BoundNumber): Finding {
  const message = `"${written}" is bound to ${address}, which is planned and was never run`;
  const words = written || 'the plan';
  const hint = `Write [${words}](reported:<source>#<place>), or link the plan: [${words}](exp:${address.split('/')[0]}).`;
  return finding('result-is-present', file, line(), message, hint);
}

/** Checks one bound number; what cannot be compared is only noted, once for each file and experiment. */
export function checkNumber(bound: BoundNumber, state: EvidenceState, uncompared: Uncompared): Finding[] {
  const { address, written, file, line } = bound;
  const found = lookup(address, state.outcomes);
  if (!found.ok) {
    const experiment = address.split('/')[0];
    if (found.kind === 'experiment' && state.planned.has(experiment))
      return written || bound.inText ? [unsupported(bound)] : [];
    if (found.kind === 'experiment' && state.configs.has(experiment)) {
      note(uncompared, bound, experiment);
      return [];
    }
    return [finding('metric-address-resolves', file, line(), found.fault, found.hint)];
  }
  const { id } = found.outcome;
  if ((state.freshness[id]?.status ?? 'fresh') !== 'fresh') {
    note(uncompared, bound, id);
    return [];
  }
  if (written === '') return [];
  const { equal, message, hint } = compareWritten(written, found);
  return equal ? [] : [finding('number-matches-execution', file, line(), message, hint)];
}

/** One remark for each file and experiment whose numbers could not be compared. */
export function uncomparedFindings(uncompared: Uncompared, { freshness }: EvidenceState): Finding[] {
  return [...uncompared.values()].map(({ file, line, experiment, count }) => {
    const { status, reason } = freshness[experiment] ?? { status: 'missing', reason: 'no result' };
    const numbers = count === 1 ? 'a number' : `${count} numbers`;
    const message = `${numbers} of ${experiment} not compared: its result is ${status} (${reason})`;
    // A page may only say what a run supports: without any result its numbers have no ground at all.
    const rule = status === 'missing' ? 'result-is-present' : 'result-is-fresh';
    return finding(rule, file, line, message, `Run \`paper-factory reproduce ${experiment}\`.`);
  });
}
