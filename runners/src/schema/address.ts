import { z } from 'zod';
import type { Metric, Outcome, Scope } from './outcome.ts';

/** A parsed metric address `<experiment>/<metric>?key=value&key=value`. */
export interface Address {
  experiment: string;
  metric: string;
  /** A subset of the metric's scope; `seed` picks one seed instead of the aggregate. */
  scope: Scope;
  seed: number | null;
}

const pattern = /^([a-z0-9]+(?:-[a-z0-9]+)*)\/([a-z][a-z0-9_]*)(?:\?(.+))?$/;

function parseValue(raw: string): string | number {
  const text = decodeURIComponent(raw);
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/**
 * Parses an address.
 * @throws {Error} saying what was expected when the text does not follow the grammar.
 */
export function parseAddress(text: string): Address {
  const match = pattern.exec(text);
  if (!match) {
    throw new Error(`"${text}" is no metric address; expected <experiment>/<metric>?key=value&key=value`);
  }
  const [, experiment, metric, query] = match;
  const scope: Scope = {};
  let seed: number | null = null;
  for (const pair of query?.split('&') ?? []) {
    const at = pair.indexOf('=');
    const key = at < 0 ? pair : pair.slice(0, at);
    if (at < 1 || !/^[a-z][a-z0-9_]*$/.test(key) || key in scope) {
      throw new Error(`"${text}" has the part "${pair}"; expected key=value, each key once`);
    }
    let value: string | number;
    try {
      value = parseValue(pair.slice(at + 1));
    } catch {
      throw new Error(`"${text}" has the value "${pair.slice(at + 1)}", which is not percent-encoded text`);
    }
    if (key === 'seed') {
      if (!Number.isInteger(value)) throw new Error(`"${text}" has seed "${value}"; expected a whole number`);
      seed = value as number;
    } else scope[key] = value;
  }
  return { experiment, metric, scope, seed };
}

/** Writes an address in its one canonical form: keys sorted, values percent-encoded. */
export function formatAddress({ experiment, metric, scope, seed }: Address): string {
  const pairs: [string, string | number][] = [...Object.entries(scope), ...(seed === null ? [] : [['seed', seed]])] as [
    string,
    string | number,
  ][];
  const query = pairs
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
    .join('&');
  return `${experiment}/${metric}${query && `?${query}`}`;
}

/** The address of a metric of an outcome, by its whole scope. */
export function addressOf(outcome: Pick<Outcome, 'id'>, metric: Pick<Metric, 'name' | 'scope'>): string {
  return formatAddress({ experiment: outcome.id, metric: metric.name, scope: metric.scope, seed: null });
}

/** The metrics of an outcome that an address matches; anything but exactly one is a fault of the address. */
export function matchMetrics(outcome: Outcome, address: Address): Metric[] {
  return outcome.metrics.filter(
    (metric) =>
      metric.name === address.metric &&
      Object.entries(address.scope).every(([key, value]) => metric.scope[key] === value) &&
      (address.seed === null || metric.perSeed.some((run) => run.seed === address.seed)),
  );
}

/** Field type for addresses in configs, claims and front matter. */
export const addressSchema = z
  .string()
  .superRefine((text, context) => {
    try {
      parseAddress(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
  })
  .meta({ description: 'A metric address: <experiment>/<metric>?key=value&key=value' });
