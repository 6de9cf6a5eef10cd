import type { Track } from '@paper-factory/runners/schema';
import type { Links } from '../lib/links.ts';
import type { Maturity, Rung } from '../../evidence/types.ts';
import { executionState, trackStates, type ExecutionState, type FigureState } from '../../evidence/track-states.ts';
import { bodyText, type BodyText } from './body-text.ts';
import { healthView, type ClaimView, type HealthView } from './claim.ts';
import type { SiteContext } from './context.ts';
import { decisionsView, type DecisionsView } from './decisions.ts';
import { findMetric, type ExperimentView, type MetricRow } from './experiment.ts';
import type { FigureView } from './figure.ts';
import type { UiText } from '../text/words.ts';
import type { Link } from './link.ts';

export const rungs: { rung: Rung; means: UiText }[] = [
  { rung: 'idea', means: 'a thesis' },
  { rung: 'evidence', means: 'claims bound to runs' },
  { rung: 'executed', means: 'every claim executed' },
  { rung: 'draftable', means: 'resolved as expected' },
  { rung: 'submittable', means: 'full scale, signed off' },
];

/** A box of a list: ticked by what was executed, never by hand. */
export interface CheckView {
  state: ExecutionState | 'closed';
  /** Said in place of the state. */
  label?: string;
  text: string;
  detail: string;
  link: Link | null;
}

/** A piece of work; done is computed from the experiment that does it. */
export interface WorkItem {
  text: string;
  experiment: Link | null;
  state: ExecutionState;
}

export interface PlannedFigure {
  n: number | null;
  title: string;
  source: string;
  reportedState: Track['figures'][number]['reportedState'];
  state: FigureState;
  figure: FigureView | null;
  /** `<experiment>/<name>` where the plan names one, drawn or not. */
  address: string | null;
  claims: ClaimView[];
  note: string | null;
}

export interface TrackView {
  letter: string;
  href: string;
  data: Track;
  body: BodyText;
  maturity: Maturity | null;
  health: HealthView;
  claims: ClaimView[];
  thesisClaims: ClaimView[];
  contributions: { n: number; text: string; note: string | null; claims: ClaimView[] }[];
  otherClaims: ClaimView[];
  evidence: { asset: string; path: string; description: string; experiment: Link | null }[];
  figures: PlannedFigure[];
  keyNumbers: {
    label: string;
    reported: string | null;
    executed: MetricRow | null;
    note: string | null;
    bound: boolean;
  }[];
  minimalRepro: CheckView[];
  risks: (CheckView & { required: boolean; claims: ClaimView[] })[];
  missing: (CheckView & { required: boolean; action: string })[];
  /** Gates, trees, tables, go or no-go and questions. */
  decided: DecisionsView;
  hyperparameters: (Omit<Track['hyperparameters'][number], 'experiment'> & { config: Link | null })[];
  steps: WorkItem[];
  roadmap: { window: string; items: WorkItem[] }[];
  experiments: ExperimentView[];
  opinion: { status: string; date: string | null; source: string | null } | null;
}

function sourceText({ t }: SiteContext, source: Track['figures'][number]['source']): string {
  if (source.kind === 'wandb') return `wandb run ${source.run}`;
  if (source.kind === 'mvp') return source.id;
  return source.kind === 'tbd' ? t('none') : source.path;
}

const headlineFirst = (claims: ClaimView[]): ClaimView[] =>
  [...claims].sort((a, b) => Number(a.level !== 'headline') - Number(b.level !== 'headline'));

export function trackView(
  site: SiteContext,
  letter: string,
  known: { claims: Map<string, ClaimView>; experiments: Map<string, ExperimentView>; figures: Map<string, FigureView> },
): TrackView {
  const entry = site.loaded.tracks.get(letter)!;
  const { data } = entry;
  /** The claims named, headline ones first. */
  const pick = (ids: string[]): ClaimView[] => headlineFirst(ids.flatMap((id) => known.claims.get(id) ?? []));
  const experimentLink = (id: string | undefined): Link | null => {
    const found = id ? known.experiments.get(id) : undefined;
    return found ? { text: found.title, href: found.href } : null;
  };
  const workItem = (item: string | { text: string; experiment?: string }): WorkItem => {
    const { text, experiment } = typeof item === 'string' ? { text: item, experiment: undefined } : item;
    return { text, experiment: experimentLink(experiment), state: executionState(experiment, site.evidence) };
  };
  const states = trackStates(data, site.evidence);
  const claims = [...known.claims.values()].filter((one) => one.track === letter);
  const used = new Set(claims.flatMap((one) => site.judged.get(one.id)?.experiments ?? []));
  const contributions = data.contributions.map((one) => {
    const listed = pick(one.claims);
    const more = claims.filter(
      (claim) => site.judged.get(claim.id)?.claim.contribution === one.n && !listed.includes(claim),
    );
    return { n: one.n, text: one.text, note: one.note ?? null, claims: headlineFirst([...listed, ...more]) };
  });
  const placed = new Set([...contributions.flatMap((one) => one.claims), ...pick(data.thesisClaims)]);
  return {
    letter,
    href: site.links.track(letter),
    data,
    body: bodyText(entry),
    maturity: site.maturity.get(letter) ?? null,
    health: healthView([...site.judged.values()].filter((one) => one.track === letter)),
    claims,
    thesisClaims: pick(data.thesisClaims),
    contributions,
    otherClaims: headlineFirst(claims.filter((one) => !placed.has(one))),
    evidence: data.evidence.map((one) => ({ ...one, experiment: experimentLink(one.experiment) })),
    figures: data.figures.map((one, i) => {
      const figure = one.figure ? (known.figures.get(one.figure) ?? null) : null;
      return {
        n: one.n,
        title: one.title,
        source: sourceText(site, one.source),
        reportedState: one.reportedState,
        state: states.figures[i] ?? 'planned',
        figure,
        address: one.figure ?? null,
        claims: pick(one.claims),
        note: one.note ?? null,
      };
    }),
    keyNumbers: data.keyNumbers.map((one) => ({
      label: one.label,
      reported: one.reported ?? null,
      executed: one.metric ? findMetric(site, one.metric) : null,
      note: one.note ?? null,
      bound: one.metric !== undefined,
    })),
    minimalRepro: data.minimalRepro.map((one, i) => ({
      state: states.minimalRepro[i] ?? 'open',
      label: states.minimalRepro[i] === 'done' ? site.t('replaced by a re-execution here') : undefined,
      text: one.item,
      detail: one.value,
      link: experimentLink(one.experiment),
    })),
    risks: data.risks.map((one, i) => ({
      state: states.risks[i] ?? 'open',
      text: one.text,
      detail: '',
      link: null,
      required: one.required,
      claims: pick(one.claims),
    })),
    missing: data.missing.map((one, i) => ({
      state: states.missing[i] ?? 'open',
      text: one.item,
      detail: one.location,
      action: one.action,
      required: one.required,
      link: experimentLink(one.experiment),
    })),
    decided: decisionsView(site, letter, known),
    hyperparameters: data.hyperparameters.map(({ experiment, ...one }) => ({
      ...one,
      config: experiment ? { text: experiment, href: `${site.links.experiment(experiment)}#config` } : null,
    })),
    steps: data.steps.map(workItem),
    roadmap: data.roadmap.map(({ window, items }) => ({ window, items: items.map(workItem) })),
    experiments: [...known.experiments.values()].filter((one) => one.log?.tracks.includes(letter) || used.has(one.id)),
    opinion: data.opinion
      ? {
          status: data.opinion.status,
          date: data.opinion.date ?? null,
          source: data.opinion.source
            ? (site.loaded.config.sources[data.opinion.source]?.title ?? data.opinion.source)
            : null,
        }
      : null,
  };
}

/** Where the one item that blocks a rung is to be found. */
export function blockerHref(links: Links, blocker: NonNullable<Maturity['blockedBy']>): string | null {
  if (blocker.claim) return links.claim(blocker.claim);
  if (blocker.experiment) return links.experiment(blocker.experiment);
  return blocker.figure ? '#figures' : null;
}
