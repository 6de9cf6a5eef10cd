import { addressOf, type Metric, type Outcome } from '@paper-factory/runners/schema';
import { escapeHtml, formatInterval, formatMetric } from '../lib/format.ts';
import { inlineTex } from '../lib/tex.ts';
import type { SiteContext } from './context.ts';

interface Cell {
  outcome: Outcome;
  metric: Metric;
}

export interface LeaderboardView {
  /** Name in addresses, e.g. `r2`. */
  name: string;
  /** What is compared, e.g. `$R^2$`. */
  label: string;
  /** Scope key of the columns, e.g. `snr`; empty where the metric depends on the model alone. */
  by: string;
  columns: (string | number)[];
  /** Best model of the last column first. */
  rows: { model: string; cells: (Cell | null)[] }[];
}

const otherKey = (metric: Metric): string => Object.keys(metric.scope).find((key) => key !== 'model') ?? '';

/**
 * Test metrics of a suite that compare models: a `model` in their scope and at most one key beside it. Those that were
 * executed here come first, so that no imported number stands in the place of one.
 */
function candidates(site: SiteContext, suite: string): Cell[] {
  const isImported = ({ id }: Outcome) => Number(site.evidence.imported.has(id));
  return [...site.outcomes.values()]
    .sort((a, b) => isImported(a) - isImported(b))
    .filter((outcome) => site.loaded.configs.get(outcome.id)?.config.suite === suite)
    .flatMap((outcome) => outcome.metrics.map((metric) => ({ outcome, metric })))
    .filter(({ metric: { scope, split, direction } }) => {
      return 'model' in scope && Object.keys(scope).length <= 2 && split === 'test' && direction !== 'none';
    });
}

/** Cells by metric and column, the largest group first; a number that two runs publish stands once. */
function groupsOf(cells: Cell[]): Cell[][] {
  const groups = new Map<string, Map<string, Cell>>();
  for (const cell of cells) {
    const { name, scope } = cell.metric;
    const key = `${name} ${otherKey(cell.metric)}`;
    const group = groups.get(key) ?? new Map<string, Cell>();
    const place = JSON.stringify([scope.model, scope[otherKey(cell.metric)]]);
    if (!group.has(place)) group.set(place, cell);
    groups.set(key, group);
  }
  // On a tie the first by name: r2 stands beside mae and rmse in every run, and higher is better there.
  return [...groups.values()]
    .map((group) => [...group.values()])
    .sort((a, b) => {
      const [left, right] = [a, b].map(([{ metric }]) => metric);
      return b.length - a.length || Number(right.direction === 'higher') - Number(left.direction === 'higher');
    });
}

function boardOf(cells: Cell[]): LeaderboardView {
  const { metric } = cells[0];
  const by = otherKey(metric);
  const columns = [...new Set(cells.map((cell) => cell.metric.scope[by] ?? ''))].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
  );
  const models = [...new Set(cells.map((cell) => String(cell.metric.scope.model)))];
  const rows = models.map((model) => ({
    model,
    cells: columns.map(
      (column) =>
        cells.find((cell) => cell.metric.scope.model === model && (cell.metric.scope[by] ?? '') === column) ?? null,
    ),
  }));
  const last = (row: (typeof rows)[number]) => row.cells.at(-1)?.metric.value ?? NaN;
  const sign = metric.direction === 'higher' ? -1 : 1;
  rows.sort((a, b) => sign * (last(a) - last(b)) || (a.model < b.model ? -1 : 1));
  return { name: metric.name, label: metric.label, by, columns, rows };
}

/** Models of a suite side by side, a board for each metric and column, the fullest first. */
export function leaderboardViews(site: SiteContext, suite: string): LeaderboardView[] {
  return groupsOf(candidates(site, suite)).map(boardOf);
}

/** The fullest board of a suite, or null where no run of it compares models. */
export function leaderboardView(site: SiteContext, suite: string): LeaderboardView | null {
  return leaderboardViews(site, suite)[0] ?? null;
}

/** The leaderboard as a table in which every number leads to its run. */
export function leaderboardHtml(site: SiteContext, suite: string, view: LeaderboardView): string {
  const cell = (found: Cell | null): string => {
    if (!found) return '<td class="num">–</td>';
    const { outcome, metric } = found;
    const address = addressOf(outcome, metric);
    const interval = formatInterval(metric, site.t('to'));
    const title = interval && ` title="95% interval ${escapeHtml(interval)}"`;
    const href = escapeHtml(site.links.metric(address));
    const data = escapeHtml(address);
    const tracker = site.evidence.imported.get(outcome.id);
    const kind = tracker === undefined ? 'executed' : 'imported';
    const mark =
      tracker === undefined ? '' : ` <span class="kind imported">imported from ${escapeHtml(tracker)}</span>`;
    const isStale = site.freshness.get(outcome.id)?.status === 'stale';
    const stale = isStale ? ' <span class="kind" data-stale>stale</span>' : '';
    return `<td class="num"><a class="metric metric-${kind}" href="${href}" data-metric="${data}"${title}>${escapeHtml(formatMetric(metric))}</a>${mark}${stale}</td>`;
  };
  const columns = view.columns
    .map((column) => `<th scope="col" class="num">${escapeHtml(view.by ? `${view.by} ${column}` : 'Value')}</th>`)
    .join('');
  const rows = view.rows.map(
    (row) => `<tr><th scope="row">${escapeHtml(row.model)}</th>${row.cells.map(cell).join('')}</tr>`,
  );
  const caption = `Leaderboard of the suite ${escapeHtml(suite)}: ${inlineTex(view.label)} of each model on test data`;
  return (
    `<div class="table-scroll" tabindex="0" role="region" aria-label="Leaderboard"><table><caption>${caption}</caption>` +
    `<thead><tr><th scope="col">Model</th>${columns}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
  );
}
