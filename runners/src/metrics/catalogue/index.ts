/** The metrics that can be had from a file of predictions, for the command line. */
import { classMetrics } from './classes.ts';
import type { CatalogueMetric } from './entry.ts';
import { numberMetrics } from './numbers.ts';
import { rankingMetrics } from './ranking.ts';

export type { CatalogueMetric, CatalogueTable, Column, Predictions, Range, Subject } from './entry.ts';
export { bootstrapInterval, resample, type Statistic } from '../resample.ts';
export { tables } from './classes.ts';

export const metrics: Record<string, CatalogueMetric> = { ...numberMetrics, ...rankingMetrics, ...classMetrics };
