import { addressOf, type Metric } from '@paper-factory/runners/schema';
import type { SiteContext } from './context.ts';

/**
 * The upstream run whose outcome has the same number, or null: an experiment may publish what others computed.
 * @param id The run that publishes the metric.
 */
export function takenOverFrom(
  { loaded, outcomes }: Pick<SiteContext, 'loaded' | 'outcomes'>,
  id: string,
  metric: Metric,
): string | null {
  const wanted = addressOf({ id: '' }, metric);
  const publishes = (up: string): boolean =>
    outcomes.get(up)?.metrics.some((one) => one.value === metric.value && addressOf({ id: '' }, one) === wanted) ??
    false;
  return loaded.configs.get(id)?.config.upstream.find(publishes) ?? null;
}
