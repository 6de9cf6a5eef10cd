import { formatAddress, parseAddress, type Contradiction } from '@paper-factory/runners/schema';
import type { LoadedRoot } from '../content/types.ts';
import { judgedOf } from './answers.ts';
import type { QuestionView } from './decisions.ts';
import { isJudged } from './judge.ts';
import { writtenNumber, writtenText } from './judge-value.ts';
import type { Written } from './numbers.ts';
import { questionView } from './questions.ts';
import type { EvidenceState } from './state.ts';
import type { Judged } from './types.ts';

/** A contradiction: one that an author listed, or one that follows from claims. */
export interface ContradictionView {
  /** Anchor: the id of the entry, or the ids of the two claims in lower case with two hyphens between. */
  id: string;
  title: string;
  /** The first owns it. */
  tracks: string[];
  weight: 1 | 2 | 3;
  /** listed: of content/contradictions.yaml; numbers: two claims write other numbers for one metric; claims: conflictsWith. */
  kind: 'listed' | 'numbers' | 'claims';
  sides: { quote: string; source: Contradiction['sides'][number]['source'] | null; claim: string | null }[];
  /** What follows for the pages; empty for a computed one. */
  meaning: string;
  state: 'settled' | 'open';
  /** What settled it, in words, or null. */
  settledBy: string | null;
  resolution: string | null;
  question: QuestionView | null;
  claims: Judged[];
}

const verdicts = (claims: readonly Judged[]): string =>
  claims.map(({ id, verdict }) => `${id} is ${verdict}`).join(', ');

function listed(entry: Contradiction, loaded: Pick<LoadedRoot, 'tracks'>, state: EvidenceState): ContradictionView {
  const asked = loaded.tracks.get(entry.tracks[0])?.data.questions.find(({ id }) => id === entry.question);
  const question = asked ? questionView(asked, state) : null;
  const deciding = judgedOf(entry.settledBy, state);
  const judged = deciding.length > 0 && deciding.every(({ verdict }) => isJudged(verdict));
  const settledBy =
    entry.resolution ??
    (question && question.state !== 'open' ? question.answer : null) ??
    (judged ? `${verdicts(deciding)}.` : null);
  return {
    id: entry.id,
    title: entry.title,
    tracks: entry.tracks,
    weight: entry.weight as ContradictionView['weight'],
    kind: 'listed',
    sides: entry.sides.map(({ quote, source }) => ({ quote, source, claim: null })),
    meaning: entry.meaning,
    state: settledBy === null ? 'open' : 'settled',
    settledBy,
    resolution: entry.resolution ?? null,
    question,
    claims: judgedOf([...new Set([...entry.claims, ...entry.settledBy])], state),
  };
}

/** Two claims that cannot both be right; settled when both are judged and not both hold. */
function computed(kind: 'numbers' | 'claims', pair: [Judged, Judged], title: string): ContradictionView {
  const settled = pair.every(({ verdict }) => isJudged(verdict)) && pair.some(({ verdict }) => verdict !== 'verified');
  return {
    id: pair.map(({ id }) => id.toLowerCase()).join('--'),
    title,
    tracks: [...new Set(pair.map(({ track }) => track))],
    weight: kind === 'numbers' ? 1 : 2,
    kind,
    sides: pair.map(({ id, claim }) => ({ quote: claim.statement, source: claim.source ?? null, claim: id })),
    meaning: '',
    state: settled ? 'settled' : 'open',
    settledBy: settled ? `${verdicts(pair)}.` : null,
    resolution: null,
    question: null,
    claims: pair,
  };
}

/** A value claim's number by what it is a number of: the metric, the claimed scale and the kind of number. */
function numberOf({ claim }: Judged): { key: string; address: string; written: Written } | null {
  if (claim.kind !== 'value' || !claim.metric) return null;
  const written = writtenNumber(claim);
  const address = formatAddress(parseAddress(claim.metric));
  const scale = Object.entries(claim.scale ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return written ? { key: JSON.stringify([claim.status, address, scale]), address, written } : null;
}

/** Whether no number can be rounded to both; those that only touch, such as 0.5 and 0.6, differ. */
const differ = (a: Written, b: Written): boolean =>
  Math.abs(a.value - b.value) > (a.tolerance + b.tolerance) * (1 - 1e-9);

function* differingNumbers(judged: Iterable<Judged>): Generator<ContradictionView> {
  const numbers = [...judged].flatMap((one) => {
    const number = numberOf(one);
    return number ? [{ one, ...number }] : [];
  });
  for (const group of Map.groupBy(numbers, ({ key }) => key).values()) {
    for (const [i, a] of group.entries()) {
      for (const b of group.slice(i + 1).filter((other) => differ(a.written, other.written))) {
        const title = `${a.address}: ${writtenText(a.one.claim)} against ${writtenText(b.one.claim)}`;
        yield computed('numbers', [a.one, b.one], title);
      }
    }
  }
}

function* conflicting({ judged }: EvidenceState): Generator<ContradictionView> {
  for (const one of judged.values()) {
    for (const other of judgedOf(one.claim.conflictsWith, { judged })) {
      if (other.id === one.id) continue;
      const pair = [one, other].sort((a, b) => (a.id < b.id ? -1 : 1)) as [Judged, Judged];
      yield computed('claims', pair, `${pair[0].id} against ${pair[1].id}`);
    }
  }
}

/**
 * Every contradiction: those listed, in the order of their file, then those that follow from claims and that no listed
 * entry covers, by id.
 */
export function contradictionsOf(
  loaded: Pick<LoadedRoot, 'contradictions' | 'tracks'>,
  state: EvidenceState,
): ContradictionView[] {
  const entries = loaded.contradictions?.data.contradictions ?? [];
  const named = entries.map((entry) => listed(entry, loaded, state));
  const isCovered = ({ claims }: ContradictionView): boolean =>
    named.some((entry) => claims.every(({ id }) => entry.claims.some((one) => one.id === id)));
  const found = new Map<string, ContradictionView>();
  for (const one of [...differingNumbers(state.judged.values()), ...conflicting(state)]) {
    if (!found.has(one.id) && !isCovered(one)) found.set(one.id, one);
  }
  return [...named, ...[...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1))];
}
