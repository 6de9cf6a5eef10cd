import { type SignedTrack, trackContentHash } from './content-hash.ts';
import { questionView } from './questions.ts';
import type { EvidenceState } from './state.ts';
import { figureState, missingState, riskState } from './track-states.ts';
import type { Judged, Maturity } from './types.ts';

type Blocker = NonNullable<Maturity['blockedBy']>;

export interface Checked {
  done: number;
  of: number;
  what: string;
  blockedBy: Blocker | null;
}

/** The condition of one rung. */
export type Check = (entry: SignedTrack, claims: Judged[], state: EvidenceState) => Checked;

/** Seeds that a headline number needs before submission. */
export const seedsForHeadline = 3;

/** Counts what passes; the first of the rest is the one that blocks. Nothing to count blocks too. */
function count(what: string, items: (Blocker | null)[], none: string): Checked {
  const open = items.filter((item) => item !== null);
  const blockedBy = open[0] ?? (items.length === 0 ? { text: none } : null);
  return { done: items.length - open.length, of: items.length, what, blockedBy };
}

/** Headline claims first: they are what a reader would miss. */
const byWeight = (claims: Judged[]): Judged[] => [
  ...claims.filter(({ claim }) => claim.level === 'headline'),
  ...claims.filter(({ claim }) => claim.level !== 'headline'),
];

/** `evidence`: every contribution has a claim that is bound to an experiment with a config. */
export const isBound: Check = ({ data }, claims, { judged, configs }) => {
  const contributions = data.contributions.map(({ n, claims: listed }): Blocker | null => {
    const own = [
      ...claims.filter(({ claim }) => claim.contribution === n),
      ...listed.flatMap((id) => judged.get(id) ?? []),
    ];
    if (own.some(({ experiments }) => experiments.some((id) => configs.has(id)))) return null;
    const text = `Contribution ${n} has no claim bound to an experiment with a config`;
    return own.length > 0
      ? { text: `${text}; ${own[0].id} is not bound yet.`, claim: own[0].id }
      : { text: `${text}.` };
  });
  return count('contributions', contributions, 'The track lists no contribution.');
};

/** Whether a claim was put to its test, whatever came of it. */
const isTested = ({ test }: Judged): boolean => test !== '';

/** `executed`: every claim was put to its test by results that are fresh. */
export const isExecuted: Check = (_, claims) => {
  const items = byWeight(claims).map((judged): Blocker | null => {
    const { id, verdict, reason, experiments } = judged;
    return !isTested(judged) || verdict === 'stale'
      ? { text: `${id} is ${verdict}: ${reason}`, claim: id, experiment: experiments[0] }
      : null;
  });
  return count('claims', items, 'The track has no claim.');
};

/** `draftable`: claims resolved as expected, figures generated, nothing required missing, no question that work waits for. */
export const isDraftable: Check = ({ data }, claims, state) => {
  const resolved = byWeight(claims).map(({ id, verdict, expect, asExpected, reason }): Blocker | null =>
    asExpected ? null : { text: `${id} is ${verdict}, expected ${expect}: ${reason}`, claim: id },
  );
  const figures = data.figures.map(({ title, figure }): Blocker | null => {
    const drawn = figureState(figure, state);
    return drawn === 'generated' ? null : { text: `The figure "${title}" is ${drawn}.`, figure };
  });
  const missing = data.missing
    .filter(({ required }) => required)
    .map((item): Blocker | null =>
      missingState(item, state) === 'closed'
        ? null
        : { text: `Missing: ${item.item}. ${item.action}`, experiment: item.experiment, figure: item.figure },
    );
  const questions = data.questions
    .filter(({ blocking }) => blocking)
    .map((question): Blocker | null =>
      questionView(question, state).state === 'open'
        ? { text: `The question "${question.text}" is open.`, experiment: question.experiment }
        : null,
    );
  const items = [...resolved, ...figures, ...missing, ...questions];
  return count('claims, figures, required items and blocking questions', items, 'The track has no claim.');
};

/** The fewest seeds behind a claim's executed numbers; 0 where it was never tested. */
const seedsOf = (judged: Judged): number =>
  isTested(judged) ? Math.min(...judged.operands.flatMap(({ metric }) => metric?.perSeed.length ?? [])) : 0;

/** What keeps the numbers of an experiment from being those of its config and code, in words; null where nothing does. */
function staleness(id: string, { outcomes, freshness, imported }: EvidenceState): string | null {
  if (!outcomes.has(id)) return `${id} has no result.`;
  if (imported.has(id)) return `${id} is imported from ${imported.get(id)}, not re-executed.`;
  const { status, reason } = freshness[id] ?? { status: 'fresh', reason: '' };
  return status === 'fresh' ? null : `${id} is ${status}: ${reason}.`;
}

function signed({ data, ...rest }: SignedTrack, claims: Judged[]): Blocker | null {
  const hash = trackContentHash({ data, ...rest }, claims);
  if (!data.signOff) return { text: `No reviewer has signed off content ${hash}.` };
  if (data.signOff.contentHash === hash) return null;
  return { text: `${data.signOff.reviewer} signed off other content; it is ${hash} now.` };
}

/** `submittable`: claimed scale, seeds, nothing stale, required risks closed, signed off. */
export const isSubmittable: Check = (entry, claims, state) => {
  const ordered = byWeight(claims);
  const scales = ordered.map((judged): Blocker | null => {
    const { id, toy } = judged;
    if (!isTested(judged)) return { text: `${id} was never tested, at no scale.`, claim: id };
    return toy ? { text: `${id} is a toy: ${toy}.`, claim: id } : null;
  });
  const seeds = ordered
    .filter(({ claim }) => claim.level === 'headline')
    .map((judged): Blocker | null => {
      const found = seedsOf(judged);
      if (found >= seedsForHeadline) return null;
      return { text: `${judged.id} rests on ${found} of ${seedsForHeadline} seeds.`, claim: judged.id };
    });
  const experiments = [...new Set(claims.flatMap((claim) => claim.experiments))];
  const fresh = experiments.map((id): Blocker | null => {
    const text = staleness(id, state);
    return text === null ? null : { text, experiment: id };
  });
  const risks = entry.data.risks
    .filter(({ required }) => required)
    .map((risk): Blocker | null =>
      riskState(risk, state) === 'closed' ? null : { text: `The required risk "${risk.text}" is open.` },
    );
  const items = [...scales, ...seeds, ...fresh, ...risks, signed(entry, claims)];
  return count('conditions of scale, seeds, freshness, risk and review', items, '');
};
