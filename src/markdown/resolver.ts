import { formatAddress, parseAddress } from '@paper-factory/runners/schema';
import type { LoadedRoot } from '../content/types.ts';
import { compareWritten } from '../evidence/check-numbers.ts';
import { lookup } from '../evidence/lookup.ts';
import { formatMetric, formatNumber, withUnit } from '../evidence/numbers.ts';
import type { EvidenceState } from '../evidence/state.ts';
import type { MetricAnswer, Resolver } from './context.ts';

/** Addresses of the site's pages, base path included. */
export interface Pages {
  experiment(id: string, fragment: string): string;
  claim(id: string): string;
  figure(address: string): string;
  source(id: string, place: string): string;
  leaderboard(suite: string): string;
}

export interface ResolverOptions {
  loaded: LoadedRoot;
  state: EvidenceState;
  pages: Pages;
  /** Text of a file of the root, by its path in it; null where it cannot be read. */
  readFile(path: string): string | null;
  leaderboardHtml?(suite: string): string | undefined;
  file?(href: string): string | null;
}

function metricAnswer(text: string, written: string, { state, pages }: ResolverOptions): MetricAnswer | null {
  const found = lookup(text, state.outcomes);
  if (!found.ok) {
    const id = text.split('/')[0];
    if (found.kind !== 'experiment' || !state.configs.has(id)) return null;
    const address = formatAddress(parseAddress(text));
    const nothing = { address, value: '', unit: '', executed: '', experiment: id };
    return { ...nothing, href: pages.experiment(id, ''), state: 'missing' };
  }
  const { metric, outcome, value, seed } = found;
  const show = (number: number): string => formatNumber(number, metric.digits);
  const { ci } = metric;
  const interval = ci && seed === null ? `, ${ci.level * 100}% CI ${show(ci.low)} to ${show(ci.high)}` : '';
  const seeds = seed === null ? `, ${metric.perSeed.length} seed${metric.perSeed.length > 1 ? 's' : ''}` : '';
  const stale = (state.freshness[outcome.id]?.status ?? 'fresh') !== 'fresh';
  const differs = written !== '' && !compareWritten(written, found).equal;
  return {
    address: found.address,
    value: formatMetric(metric, value),
    unit: metric.unit,
    executed: `executed ${withUnit(show(value), metric.unit)}${interval}${seeds}`,
    href: pages.experiment(outcome.id, 'metrics'),
    state: stale ? 'stale' : differs ? 'differs' : 'ok',
    experiment: outcome.id,
  };
}

/** The experiment that an id or an old alias names. */
function experimentId(name: string, { experiments, configs }: LoadedRoot): string | null {
  if (experiments.has(name) || configs.has(name)) return name;
  return [...experiments.values()].find(({ data }) => data.aliases.includes(name))?.data.id ?? null;
}

/** Answers evidence links from a loaded and judged root. */
export function createResolver(options: ResolverOptions): Resolver {
  const { loaded, state, pages, readFile } = options;
  return {
    metric: (address, written) => metricAnswer(address, written, options),
    claim(id) {
      const judged = state.judged.get(id);
      return judged ? { href: pages.claim(id), verdict: judged.verdict, statement: judged.claim.statement } : null;
    },
    experiment(name) {
      const [before, fragment = ''] = name.split('#');
      const id = experimentId(before, loaded);
      if (!id) return null;
      const title = loaded.experiments.get(id)?.data.title ?? loaded.configs.get(id)?.config.title ?? id;
      return { href: pages.experiment(id, fragment), title };
    },
    figure(address) {
      const figure = loaded.figures.get(address);
      if (figure) return { ...figure, href: pages.figure(address), svg: readFile(figure.svg) };
      const config = loaded.configs.get(address.split('/')[0]);
      if (!config || state.outcomes.has(config.config.id)) return null;
      const href = pages.experiment(config.config.id, '');
      return { href, title: address, svg: null, caption: '', description: '' };
    },
    reported(source, place) {
      const known = Object.hasOwn(loaded.config.sources, source) ? loaded.config.sources[source] : null;
      return known && { href: pages.source(source, place), title: place ? `${known.title}, ${place}` : known.title };
    },
    leaderboard(suite) {
      const exists = [...loaded.configs.values()].some(({ config }) => config.suite === suite);
      if (!exists) return null;
      return { href: pages.leaderboard(suite), title: suite, html: options.leaderboardHtml?.(suite) };
    },
    file: options.file,
  };
}
