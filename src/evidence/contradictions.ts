import { formatAddress, parseAddress, type Contradiction } from '@paper-factory/runners/schema';
import type { LoadedRoot } from '../content/types.ts';
import { judgedOf } from './answers.ts';
import type { QuestionView } from './decisions.ts';
import { isJudged } from './judge.ts';
import { writtenNumber, writtenText } from './judge-value.ts';
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
  /** listed: of content/contradictions.yaml; numbers: two claims say what cannot both be so of one metric; claims: conflictsWith. */
  kind: 'listed' | 'numbers' | 'claims';
  sides: { quote: string; source: Contradiction['sides'][number]['source'] | null; claim: string | null }[];
  /** What follows for the pages; empty for a computed one. */
  meaning: string;
  state: 'settled' | 'open';
  /** What settled it, in words, or null. */
  settledBy: string | null;
  /**
   * evidence: claims that were judged, or a question that claims answer; reading: what the author says of the sources,
   * with nothing executed; null while it is open.
   */
  how: 'evidence' | 'reading' | null;
  resolution: string | null;
  question: QuestionView | null;
  claims: Judged[];
}

const verdicts = (claims: readonly Judged[]): string =>
  claims.map(({ id, verdict }) => `${id} is ${verdict}`).join(', ');

const isTested = ({ verdict }: Judged): boolean => isJudged(verdict);

function listed(entry: Contradiction, loaded: Pick<LoadedRoot, 'tracks'>, state: EvidenceState): ContradictionView {
  const asked = loaded.tracks.get(entry.tracks[0])?.data.questions.find(({ id }) => id === entry.question);
  const question = asked ? questionView(asked, state) : null;
  const deciding = judgedOf(entry.settledBy, state);
  const judged = deciding.length > 0 && deciding.every(isTested);
  const answered = question && question.state !== 'open' ? question : null;
  const isByEvidence = judged || (answered && (answered.state === 'computed' || answered.claims.some(isTested)));
  const settledBy = entry.resolution ?? answered?.answer ?? (judged ? `${verdicts(deciding)}.` : null);
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
    how: settledBy === null ? null : isByEvidence ? 'evidence' : 'reading',
    resolution: entry.resolution ?? null,
    question,
    claims: judgedOf([...new Set([...entry.claims, ...entry.settledBy])], state),
  };
}

/** Two claims that cannot both be right; settled when both are judged and not both hold. */
function computed(kind: 'numbers' | 'claims', pair: [Judged, Judged], title: string): ContradictionView {
  const settled = pair.every(isTested) && pair.some(({ verdict }) => verdict !== 'verified');
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
    how: settled ? 'evidence' : null,
    resolution: null,
    question: null,
    claims: pair,
  };
}

/** What a claim says of one metric: where its value lies, as an interval. */
interface Said {
  one: Judged;
  /** The metric, the claimed scale and the kind of number. */
  key: string;
  address: string;
  /** As the claim has it, e.g. `0.71` or `> 0.9`. */
  text: string;
  low: number;
  high: number;
  /** Whether the ends belong to it; those of a written number do not: 0.5 and 0.6 only touch. */
  isClosed: boolean;
}

/** What a written number or a bound says of its metric; null for other claims and for bounds by other metrics. */
function saidBy(one: Judged): Said | null {
  const { claim, operands } = one;
  if ((claim.kind !== 'value' && claim.kind !== 'bound') || !claim.metric) return null;
  const { experiment, seed, ...asked } = parseAddress(claim.metric);
  const found = operands[0]?.metric;
  // Two addresses of one metric are one, once it is known.
  const scope = found ? found.scope : asked.scope;
  const address = formatAddress({ experiment, metric: asked.metric, scope, seed });
  const scale = Object.entries(claim.scale ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const common = { one, address, key: JSON.stringify([claim.status, address, scale]) };
  if (claim.kind === 'value') {
    const written = writtenNumber(claim, found?.unit);
    if (!written) return null;
    const [low, high] = [written.value - written.tolerance, written.value + written.tolerance];
    return { ...common, text: writtenText(claim)!, low, high, isClosed: false };
  }
  const { relation, bound } = claim;
  if (!relation || typeof bound !== 'number') return null;
  const [low, high] = relation.startsWith('>') ? [bound, Infinity] : [-Infinity, bound];
  return { ...common, text: `${relation} ${bound}`, low, high, isClosed: relation.endsWith('=') };
}

/** Whether no number is in both; floating-point dust does not decide. */
function isDisjoint(a: Said, b: Said): boolean {
  const [low, high] = a.high <= b.high ? [a, b] : [b, a];
  const [end, start] = [low.high, Math.max(a.low, b.low)];
  if (!Number.isFinite(end) || !Number.isFinite(start)) return false;
  const touch = Math.abs(start - end) <= 1e-9 * Math.max(Math.abs(start), Math.abs(end));
  return touch ? !(low.isClosed && high.isClosed) : start > end;
}

function* differingNumbers(judged: Iterable<Judged>): Generator<ContradictionView> {
  const said = [...judged].flatMap((one) => saidBy(one) ?? []);
  for (const group of Map.groupBy(said, ({ key }) => key).values()) {
    for (const [i, a] of group.entries()) {
      for (const b of group.slice(i + 1).filter((other) => isDisjoint(a, other))) {
        yield computed('numbers', [a.one, b.one], `${a.address}: ${a.text} against ${b.text}`);
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
