import { addressOf, type Claim, type Metric, parseAddress } from '@paper-factory/runners/schema';
import { formatInterval, formatMetric, formatScope } from '../lib/format.ts';
import type { SiteContext } from './context.ts';
import type { Link } from './link.ts';

/** Where a number comes from; never mixed, so every row says it. */
export type RowKind = 'executed' | 'imported' | 'reported' | 'target';

/** One number of one model: a row of the table that sets executed beside reported and wanted. */
export interface LeaderboardRow {
  model: string;
  metric: { name: string; label: string; direction: Metric['direction'] };
  /** Scope without the model, in words. */
  scope: string;
  value: string;
  /** To sort by. */
  number: number;
  interval: string;
  seeds: number | null;
  kind: RowKind;
  /** Training samples the number rests on, where known. */
  train: number | null;
  /** The run, or the claim that carries the number of a source. */
  from: Link;
}

const withoutModel = ({ model: _, ...scope }: Metric['scope']): string => formatScope(scope);

function executedRows(site: SiteContext, suite: string): LeaderboardRow[] {
  return [...site.outcomes.values()]
    .filter(({ id }) => site.loaded.configs.get(id)?.config.suite === suite)
    .flatMap((outcome) =>
      outcome.metrics
        .filter(({ scope, split, direction }) => 'model' in scope && split === 'test' && direction !== 'none')
        .map((metric): LeaderboardRow => ({
          model: String(metric.scope.model),
          metric: { name: metric.name, label: metric.label, direction: metric.direction },
          scope: withoutModel(metric.scope),
          value: formatMetric(metric),
          number: metric.value,
          interval: formatInterval(metric),
          seeds: metric.perSeed.length,
          kind: site.evidence.imported.has(outcome.id) ? 'imported' : 'executed',
          train: typeof metric.scope.train === 'number' ? metric.scope.train : (outcome.scale.train ?? null),
          from: { text: outcome.id, href: site.links.metric(addressOf(outcome, metric)) },
        })),
    );
}

/** The number that a claim carries for one model, as its source writes it; null where it has none. */
function statedNumber(claim: Claim): { text: string; number: number } | null {
  const quoted = claim.status === 'target' ? claim.target : claim.reported;
  if (!quoted || typeof quoted.value !== 'number') return null;
  return { text: quoted.written ?? String(quoted.value), number: quoted.value };
}

function statedRows(site: SiteContext, suite: string, known: Map<string, Metric>): LeaderboardRow[] {
  return [...site.judged.values()].flatMap(({ id, claim }): LeaderboardRow[] => {
    if (claim.kind !== 'value' && claim.kind !== 'bound') return [];
    const stated = statedNumber(claim);
    const address = claim.metric === undefined ? null : parseAddress(claim.metric);
    if (!stated || !address || !('model' in address.scope)) return [];
    if (site.loaded.configs.get(address.experiment)?.config.suite !== suite) return [];
    const metric = known.get(address.metric);
    const relation = claim.kind === 'bound' ? `${claim.relation ?? ''} ` : '';
    return [
      {
        model: String(address.scope.model),
        metric: {
          name: address.metric,
          label: metric?.label ?? address.metric.replaceAll('_', ' '),
          direction: metric?.direction ?? 'higher',
        },
        scope: withoutModel(address.scope),
        value: relation + stated.text,
        number: stated.number,
        interval: '',
        seeds: null,
        kind: claim.status,
        train: claim.scale?.train ?? null,
        from: { text: id, href: site.links.claim(id) },
      },
    ];
  });
}

const order: RowKind[] = ['executed', 'imported', 'reported', 'target'];

/** Every number of a suite that belongs to a model: executed, imported, reported and wanted, each under its own name. */
export function leaderboardRows(site: SiteContext, suite: string): LeaderboardRow[] {
  const executed = executedRows(site, suite);
  const metrics = new Map(
    [...site.outcomes.values()].flatMap((outcome) => outcome.metrics.map((metric) => [metric.name, metric] as const)),
  );
  const unique = new Map(executed.map((row) => [`${row.metric.name} ${row.model} ${row.scope} ${row.value}`, row]));
  return [...unique.values(), ...statedRows(site, suite, metrics)].sort(
    (a, b) =>
      compare(a.metric.name, b.metric.name) ||
      compare(a.scope, b.scope) ||
      order.indexOf(a.kind) - order.indexOf(b.kind) ||
      (a.metric.direction === 'lower' ? a.number - b.number : b.number - a.number) ||
      compare(a.model, b.model),
  );
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
