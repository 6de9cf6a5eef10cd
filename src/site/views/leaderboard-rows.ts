import { addressOf, type Claim, type Metric, parseAddress } from '@paper-factory/runners/schema';
import { decimalsOf, formatNumber, inUnitOf, parseWritten, withUnit } from '../../evidence/numbers.ts';
import { formatInterval, formatMetric, formatScope } from '../lib/format.ts';
import type { SiteContext } from './context.ts';
import type { Link } from './link.ts';
import { takenOverFrom } from './taken-over.ts';

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
  /** The run is older than what it was computed from. */
  stale: boolean;
  /** Training samples the number rests on, where known. */
  train: number | null;
  /** The run, or the claim that carries the number of a source. */
  from: Link;
}

const withoutModel = ({ model: _, ...scope }: Metric['scope']): string => formatScope(scope);

/** Numbers of a suite's runs. One that a run takes over unchanged from another of the suite stands once, as its own. */
function executedRows(site: SiteContext, suite: string): LeaderboardRow[] {
  const isOfSuite = (id: string): boolean => site.loaded.configs.get(id)?.config.suite === suite;
  const isTakenOver = (id: string, metric: Metric): boolean => {
    const origin = takenOverFrom(site, id, metric);
    return origin !== null && isOfSuite(origin);
  };
  return [...site.outcomes.values()]
    .filter(({ id }) => isOfSuite(id))
    .flatMap((outcome) =>
      outcome.metrics
        .filter(({ scope, split, direction }) => 'model' in scope && split === 'test' && direction !== 'none')
        .filter((metric) => !isTakenOver(outcome.id, metric))
        .map((metric): LeaderboardRow => ({
          model: String(metric.scope.model),
          metric: { name: metric.name, label: metric.label, direction: metric.direction },
          scope: withoutModel(metric.scope),
          value: formatMetric(metric),
          number: metric.value,
          interval: formatInterval(metric),
          seeds: metric.perSeed.length,
          kind: site.evidence.imported.has(outcome.id) ? 'imported' : 'executed',
          stale: site.freshness.get(outcome.id)?.status === 'stale',
          train: typeof metric.scope.train === 'number' ? metric.scope.train : (outcome.scale.train ?? null),
          from: { text: outcome.id, href: site.links.metric(addressOf(outcome, metric)) },
        })),
    );
}

/**
 * The number that a claim carries for one model, in the unit of its metric: per cents of a pure number become a share.
 * null where it has none.
 */
function statedNumber(claim: Claim, metric: Metric | undefined): { text: string; number: number } | null {
  const quoted = claim.status === 'target' ? claim.target : claim.reported;
  if (!quoted || typeof quoted.value !== 'number') return null;
  const printed = quoted.written ?? String(quoted.value);
  const parsed = parseWritten(printed);
  if (!parsed) return { text: printed, number: quoted.value };
  const written = { ...parsed, unit: parsed.unit || (quoted.unit ?? '') };
  const stated = inUnitOf(written, { unit: metric?.unit ?? '' });
  if (stated.unit !== written.unit)
    return { text: formatNumber(stated.value, decimalsOf(2 * stated.tolerance)), number: stated.value };
  // Of a pure number, what stands for a unit is its name ("0.71 R²"), which the column says.
  const unit = metric?.unit ? stated.unit || metric.unit : stated.unit.replace(/[^%]/g, '');
  return { text: parsed.unit ? printed : withUnit(printed, unit), number: stated.value };
}

function statedRows(site: SiteContext, suite: string, known: Map<string, Metric>): LeaderboardRow[] {
  return [...site.judged.values()].flatMap(({ id, claim }): LeaderboardRow[] => {
    if (claim.kind !== 'value' && claim.kind !== 'bound') return [];
    const address = claim.metric === undefined ? null : parseAddress(claim.metric);
    if (!address || !('model' in address.scope)) return [];
    if (site.loaded.configs.get(address.experiment)?.config.suite !== suite) return [];
    const metric = known.get(address.metric);
    const stated = statedNumber(claim, metric);
    if (!stated) return [];
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
        stale: false,
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
  return [...executed, ...statedRows(site, suite, metrics)].sort(
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
