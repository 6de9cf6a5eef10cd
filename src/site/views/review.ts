import { decisionsOf, type QuestionView } from '../../evidence/decisions.ts';
import type { Finding } from '../../content/types.ts';
import type { Judged } from '../../evidence/types.ts';
import type { SiteModel } from '../model.ts';
import { healthView, type ClaimView, type HealthView } from './claim.ts';
import { contradictionViews, type ContradictionView } from './contradictions.ts';
import type { ExperimentView } from './experiment.ts';
import { missingViews, type MissingView } from './missing.ts';
import type { TrackView } from './track.ts';
import { workState } from './work-state.ts';

/** Claims counted by verdict, one row a track or a kind. */
export interface VerdictRow {
  label: string;
  href: string | null;
  health: HealthView;
}

export interface ReviewView {
  byTrack: VerdictRow[];
  byKind: VerdictRow[];
  total: HealthView;
  /** Judged, and not as the author says. */
  unexpected: ClaimView[];
  /** Done once, and to be executed again. */
  outdated: ExperimentView[];
  /** What `check` finds, by rule; rules with most findings first. */
  findings: { rule: string; severity: Finding['severity']; found: Finding[] }[];
  contradictions: ContradictionView[];
  /** Missing information that is in the way of a next rung. */
  blocking: MissingView[];
  /** Risks that must be closed before submission, and are not. */
  risks: { track: TrackView; text: string; claims: ClaimView[] }[];
  questions: { track: TrackView; question: QuestionView }[];
}

const kinds = ['value', 'bound', 'comparison', 'ratio', 'trend', 'identity', 'negative'] as const;

function byRule(findings: Finding[]): ReviewView['findings'] {
  const rules = Map.groupBy(findings, ({ rule }) => rule);
  return [...rules]
    .map(([rule, found]) => ({ rule, severity: found[0]!.severity, found }))
    .sort((a, b) => b.found.length - a.found.length || (a.rule < b.rule ? -1 : 1));
}

/** What a referee reads first: everything that is open, weak or wrong, on one page. */
export function reviewView({ context, tracks, claims, experiments }: SiteModel): ReviewView {
  const judged = [...context.judged.values()];
  const row = (label: string, href: string | null, of: Judged[]): VerdictRow => ({
    label,
    href,
    health: healthView(of),
  });
  const all = [...tracks.values()];
  return {
    byTrack: all.map(({ letter, href, data }) =>
      row(
        `${letter} · ${data.title}`,
        href,
        judged.filter((one) => one.track === letter),
      ),
    ),
    byKind: kinds
      .map((kind) =>
        row(
          kind,
          null,
          judged.filter((one) => one.kind === kind),
        ),
      )
      .filter(({ health }) => health.total > 0),
    total: healthView(judged),
    unexpected: [...claims.values()].filter(({ unexpected }) => unexpected),
    outdated: [...experiments.values()].filter((one) => workState(one) === 're-execute'),
    findings: byRule(context.findings),
    contradictions: contradictionViews(context, { claims }).filter(({ state }) => state === 'open'),
    blocking: missingViews(context).filter(({ blocks }) => blocks),
    risks: all.flatMap((track) =>
      track.risks
        .filter(({ required, state }) => required && state === 'open')
        .map(({ text, claims: about }) => ({ track, text, claims: about })),
    ),
    questions: all.flatMap((track) =>
      decisionsOf(track.letter, context.loaded, context.evidence).questions.map((question) => ({ track, question })),
    ),
  };
}
