import { addressOf } from '@paper-factory/runners/schema';
import type { SiteModel } from '../model.ts';
import type { ApiItem, ApiName } from './formats.ts';

const countBy = (names: string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

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
      freshness: one.config?.status === 'planned' ? 'planned' : one.freshness.status,
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
};
