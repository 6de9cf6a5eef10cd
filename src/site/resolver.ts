import type { FigureAnswer, MetricAnswer, Resolver } from '../markdown/context.ts';
import { compareWritten } from '../evidence/check-numbers.ts';
import { resolveRelative } from '../markdown/relative-link.ts';
import type { LoadedRoot } from '../content/types.ts';
import { lookup } from '../evidence/lookup.ts';
import { addressOf } from '@paper-factory/runners/schema';
import { bodyPrefix } from './body-prefix.ts';
import { formatInterval, formatMetric } from './lib/format.ts';
import { plainText } from './lib/tex.ts';
import type { SiteModel } from './model.ts';
import type { SiteContext } from './views/context.ts';
import { leaderboardHtml, leaderboardView } from './views/leaderboard.ts';

/** Letters, digits and hyphens of a heading, as in `#track-a`. */
const place = (text: string): string => (text ? `, ${text.replaceAll('-', ' ')}` : '');

function metricAnswer({ context }: SiteModel, address: string, written: string): MetricAnswer | null {
  const found = lookup(address, context.outcomes);
  if (!found.ok) {
    const id = address.split('/')[0] ?? '';
    // A known experiment without a result is missing; anything else is no address of this site.
    if (!context.loaded.configs.has(id) || context.outcomes.has(id)) return null;
    return {
      address,
      value: '–',
      unit: '',
      executed: '',
      href: context.links.experiment(id),
      state: 'missing',
      experiment: id,
    };
  }
  const { metric, value, outcome, seed } = found;
  const shown = formatMetric({ ...metric, value });
  const interval = seed === null ? formatInterval(metric, context.t('to')) : '';
  const differs = written !== '' && !compareWritten(written, found).equal;
  const tracker = context.evidence.imported.get(outcome.id);
  const { t } = context;
  const made = tracker === undefined ? t('Executed') : t('Imported from {tracker}', { tracker });
  const range =
    interval && ` (${t('{level}% interval {interval}', { level: (metric.ci!.level * 100).toFixed(0), interval })})`;
  const stale = context.freshness.get(outcome.id)?.status === 'stale';
  return {
    address: found.address,
    value: shown,
    unit: metric.unit,
    executed: context.t('{made}: {value}, {run}', { made, value: shown + range, run: outcome.id }),
    href: context.links.metric(addressOf(outcome, metric)),
    state: differs ? 'differs' : stale ? 'stale' : 'ok',
    experiment: outcome.id,
    ...(tracker === undefined ? {} : { imported: true }),
  };
}

function figureAnswer(model: SiteModel, address: string): FigureAnswer | null {
  const figure = model.figures.get(address);
  if (figure) {
    return {
      href: figure.href,
      title: plainText(figure.title),
      svg: figure.svg(),
      caption: plainText(figure.caption),
      description: plainText(figure.description),
    };
  }
  const experiment = model.experiments.get(address.split('/')[0] ?? '');
  return experiment ? { href: experiment.href, title: address, svg: null, caption: '', description: '' } : null;
}

const layers = ['hubs', 'roadmaps', 'cards', 'principles', 'sessions', 'notes', 'guides'] as const;

const kept = new WeakMap<SiteModel, Map<string, string>>();

/** Addresses of the pages of a root by content file. */
function filePages({ links }: SiteContext, loaded: LoadedRoot): [file: string, href: string][] {
  return [
    ...[...loaded.tracks].map(([id, entry]): [string, string] => [entry.file, links.track(id)]),
    ...[...loaded.experiments].map(([id, entry]): [string, string] => [entry.file, links.experiment(id)]),
    ...[...loaded.datasets].map(([id, entry]): [string, string] => [entry.file, links.dataset(id)]),
    ...layers.flatMap((name) =>
      [...loaded[name]].map(([id, entry]): [string, string] => [entry.file, links.page(name, id)]),
    ),
  ];
}

/**
 * Page addresses by content file, made once per model. The files of all languages of a page lead to it in the
 * reader's.
 */
function pagesOf(model: SiteModel): Map<string, string> {
  const { loaded, original } = model.context;
  const known = kept.get(model);
  if (known) return known;
  const pages = new Map([...filePages(model.context, original), ...filePages(model.context, loaded)]);
  for (const { file } of original.translations.values()) {
    const href = pages.get(file) ?? pages.get(file.replace(/\.zh(?=\.mdx?$)/, ''));
    if (href !== undefined) pages.set(file, href);
  }
  kept.set(model, pages);
  return pages;
}

/** Answers evidence links of Markdown bodies out of the model, and relative links between content files. */
export function createResolver(model: SiteModel, file: string): Resolver {
  const { context } = model;
  const { links, loaded } = context;
  const pages = pagesOf(model);
  return {
    metric: (address, written) => metricAnswer(model, address, written),
    claim: (id) => {
      const claim = model.claims.get(id);
      if (!claim) return null;
      const { href, verdict, shown, statement } = claim;
      return { href, verdict, shown, statement: plainText(statement) };
    },
    experiment: (id) => {
      const found = model.experiments.get(id);
      return found ? { href: found.href, title: plainText(found.title) } : null;
    },
    figure: (address) => figureAnswer(model, address),
    reported: (source, where) => {
      const known = loaded.config.sources[source];
      return known
        ? {
            href: `${links.home}#source-${source}`,
            title: context.t('Reported by {source}', { source: known.title + place(where) }),
          }
        : null;
    },
    leaderboard: (suite) => {
      const view = leaderboardView(model.context, suite);
      const title = `Leaderboard of ${suite}`;
      return view ? { href: links.experiments, title, html: leaderboardHtml(model.context, suite, view) } : null;
    },
    file: (href) => {
      const { target, fragment } = resolveRelative(href, file);
      if (loaded.images.has(target)) return links.media(target);
      const page = pages.get(target);
      return page ? page + (fragment && `#${bodyPrefix}${encodeURIComponent(fragment)}`) : null;
    },
  };
}
