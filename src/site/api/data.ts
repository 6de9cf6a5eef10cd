import { addressOf } from '@paper-factory/runners/schema';
import type { CollectionName } from '../../content/types.ts';
import { contradictionsOf } from '../../evidence/contradictions.ts';
import { missingOf } from '../../evidence/missing.ts';
import { nextExperiments } from '../../evidence/next-experiment.ts';
import { standingOf } from '../../evidence/standing.ts';
import { executionState } from '../../evidence/track-states.ts';
import type { SiteModel } from '../model.ts';
import type { ApiItem, ApiName } from './formats.ts';

const countBy = (names: string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

interface Text {
  id: string;
  title: string;
  date: string;
  updated?: string | undefined;
  lang: string;
  tracks: string[];
  experiments: string[];
  claims: string[];
}

/** The claims of a list that have a page. */
const shown = ({ context }: SiteModel, ids: string[]): string[] => ids.filter((id) => context.judged.has(id));

/** Languages in which a text can be read. */
function languagesOf(
  { loaded }: SiteModel['context'],
  collection: CollectionName,
  { id, lang }: Pick<Text, 'id' | 'lang'>,
): string[] {
  const translation = loaded.translations.get(`${collection}/${id}`)?.data.lang;
  return [lang, ...(translation ? [translation] : [])];
}

/** What every text of a collection has. */
function entry(model: SiteModel, collection: CollectionName, data: Text) {
  const { context } = model;
  return {
    id: data.id,
    href: context.links.page(collection, data.id),
    title: data.title,
    date: data.date,
    updated: data.updated ?? data.date,
    languages: languagesOf(context, collection, data),
    tracks: data.tracks,
    experiments: data.experiments,
    claims: shown(model, data.claims),
  };
}

/** What each file of the API holds, from the model that the pages are made from. */
export const apiData: { [N in ApiName]: (model: SiteModel) => ApiItem<N>[] } = {
  tracks: ({ tracks }) =>
    [...tracks.values()].map((one) => ({
      id: one.letter,
      href: one.href,
      title: one.data.title,
      thesis: one.data.thesis,
      maturity: one.maturity?.rung ?? null,
      blockedBy: one.maturity?.blockedBy?.text ?? null,
      verdicts: countBy(one.claims.map(({ verdict }) => verdict)),
      claims: one.claims.map(({ id }) => id),
    })),

  claims: ({ context, claims }) =>
    [...context.judged.values()].map((one) => ({
      id: one.id,
      href: context.links.claim(one.id),
      title: one.claim.statement,
      track: one.track,
      kind: one.kind,
      level: one.claim.level,
      status: one.claim.status,
      verdict: one.verdict,
      expect: one.expect,
      asExpected: one.asExpected,
      reason: one.reason,
      test: one.test,
      written: claims.get(one.id)?.written?.text ?? null,
      operands: one.operands.map(({ address, value }) => ({ address, value })),
      calibration: one.calibration,
      toy: one.toy,
      experiments: one.experiments.map((id) => ({ id, href: context.links.experiment(id) })),
    })),

  experiments: ({ context, experiments }) =>
    [...experiments.values()].map((one) => ({
      id: one.id,
      href: one.href,
      title: one.title,
      suite: one.suite,
      status: one.status,
      freshness: one.freshness.status,
      tracks: one.log?.tracks ?? [],
      topic: one.log?.topic ?? null,
      question: one.log?.question ?? null,
      aliases: one.log?.aliases ?? [],
      upstream: (one.config?.upstream ?? []).map((id) => ({ id, href: context.links.experiment(id) })),
      seconds: one.seconds,
      metrics: (one.outcome?.metrics ?? []).map((metric) => ({
        address: addressOf(one.outcome!, metric),
        value: metric.value,
        unit: metric.unit,
        low: metric.ci?.low ?? null,
        high: metric.ci?.high ?? null,
        seeds: metric.perSeed.length,
        kind: one.imported === null ? 'executed' : 'imported',
      })),
    })),

  figures: ({ figures, context }) =>
    [...figures.values()].map((one) => ({
      id: one.id,
      href: context.links.figurePage(one.experiment.id, one.id.split('/')[1]),
      title: one.title,
      caption: one.caption,
      experiment: { id: one.experiment.id, href: one.experiment.href },
      svg: one.svgHref,
      data: one.specHref,
    })),

  datasets: ({ context }) =>
    [...context.loaded.datasets.values()].map(({ data }) => ({
      id: data.id,
      href: context.links.dataset(data.id),
      title: data.title,
      kind: data.kind,
      state: data.state,
      tracks: data.tracks,
      samples: data.samples,
    })),

  leaderboards: ({ leaderboards, context }) =>
    [...leaderboards.values()].map(({ suite, rows }) => ({
      id: suite,
      href: context.links.leaderboard(suite),
      title: suite,
      rows: rows.map((row) => ({
        model: row.model,
        metric: row.metric.name,
        scope: row.scope,
        value: row.number,
        written: row.value,
        kind: row.kind,
        from: { id: row.from.text, href: row.from.href },
      })),
    })),

  hubs: (model) =>
    [...model.context.loaded.hubs.values()].map(({ data }) => ({
      ...entry(model, 'hubs', data),
      topic: data.topic,
      question: data.question,
      findings: data.findings.map((one) => ({
        text: one.text,
        standing: standingOf(one, model.context.evidence).state,
        claims: shown(model, one.claims),
      })),
      next: data.next.map((one) => ({ text: one.text, experiment: one.experiment ?? null })),
    })),

  roadmaps: (model) =>
    [...model.context.loaded.roadmaps.values()].map(({ data }) => ({
      ...entry(model, 'roadmaps', data),
      milestones: data.milestones.map((one) => ({
        id: one.id,
        number: one.number ?? null,
        title: one.title,
        state: executionState(one.experiment, model.context.evidence),
        reported: one.reported?.status ?? null,
        experiment: one.experiment ?? null,
      })),
    })),

  cards: (model) =>
    [...model.context.loaded.cards.values()].map(({ data }) => ({
      ...entry(model, 'cards', data),
      summary: data.summary,
    })),

  principles: (model) =>
    [...model.context.loaded.principles.values()].map(({ data }) => ({
      ...entry(model, 'principles', data),
      rule: data.rule,
      standing: standingOf(data, model.context.evidence).state,
      against: shown(model, data.against),
    })),

  sessions: (model) =>
    [...model.context.loaded.sessions.values()].map(({ data }) => ({
      ...entry(model, 'sessions', data),
      subject: data.subject,
    })),

  notes: (model) => [...model.context.loaded.notes.values()].map(({ data }) => entry(model, 'notes', data)),

  guides: ({ context, layers }) =>
    [...layers.guides.values()].map(({ id, href, data, minutes }) => ({
      id,
      href,
      title: data.title,
      kind: data.kind,
      summary: data.summary,
      minutes,
      languages: languagesOf(context, 'guides', data),
    })),

  glossary: ({ context }) =>
    (context.loaded.glossary?.data.terms ?? []).map((one) => ({
      id: one.id,
      href: context.links.part('glossary', one.id),
      title: one.term,
      definition: one.definition,
      also: one.also,
      formula: one.formula ?? null,
    })),

  contradictions: (model) =>
    contradictionsOf(model.context.loaded, model.context.evidence).map((one) => ({
      id: one.id,
      href: model.context.links.part('contradictions', one.id),
      title: one.title,
      tracks: one.tracks,
      weight: one.weight,
      kind: one.kind,
      state: one.state,
      settledBy: one.settledBy,
      claims: shown(
        model,
        one.claims.map(({ id }) => id),
      ),
    })),

  missing: ({ context }) =>
    missingOf(context.loaded, context.evidence, context.maturity).map((one) => ({
      id: `${one.tracks.join('')} ${one.location}: ${one.item}`.trim(),
      item: one.item,
      location: one.location,
      tracks: one.tracks,
      kind: one.kind,
      required: one.required,
      blocks: one.blocks,
      resolved: one.resolved,
      action: one.action,
    })),

  next: ({ context, experiments }) =>
    nextExperiments(context.loaded, context.evidence).map((one) => ({
      id: one.experiment,
      href: context.links.experiment(one.experiment),
      title: experiments.get(one.experiment)?.title ?? one.experiment,
      claims: one.claims,
      headline: one.headline,
      waitsFor: one.waitsFor,
    })),
};
