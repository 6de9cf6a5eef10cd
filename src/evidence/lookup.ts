import type { Address, Metric, Outcome } from '@paper-factory/runners/schema';
import { addressOf, formatAddress, matchMetrics, parseAddress } from '@paper-factory/runners/schema';

/** Outcomes of the root's profile, by experiment id. */
export type Outcomes = ReadonlyMap<string, Outcome>;

export type Lookup =
  | { ok: true; address: string; value: number; metric: Metric; outcome: Outcome; seed: number | null }
  | { ok: false; kind: 'grammar' | 'experiment' | 'none' | 'several'; fault: string; hint: string };

/** How many candidates a hint lists. */
const listed = 3;

/** Edit distance, to suggest the address that was probably meant. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

/** The candidates nearest to `wanted`, best first; ties in the order given. */
export function nearest(wanted: string, candidates: Iterable<string>, count = listed): string[] {
  return [...candidates]
    .map((text, at) => ({ text, at, away: distance(wanted, text) }))
    .sort((a, b) => a.away - b.away || a.at - b.at)
    .slice(0, count)
    .map(({ text }) => text);
}

const list = (addresses: string[], all: number): string =>
  addresses.join(', ') + (all > addresses.length ? ` (${all - addresses.length} more)` : '');

/** How well a metric fits an address: its name first, then each scope key that agrees. */
function fit(metric: Metric, address: Address): number {
  const agreeing = Object.entries(address.scope).filter(([key, value]) => metric.scope[key] === value).length;
  const unknown = Object.keys(address.scope).filter((key) => !(key in metric.scope)).length;
  return (metric.name === address.metric ? 100 : 0) + 2 * agreeing - unknown;
}

function missing(outcome: Outcome, address: Address, text: string): Lookup {
  const candidates = outcome.metrics
    .map((metric, at) => ({ text: addressOf(outcome, metric), at, fit: fit(metric, address) }))
    .sort((a, b) => b.fit - a.fit || distance(text, a.text) - distance(text, b.text) || a.at - b.at)
    .map((candidate) => candidate.text);
  const withoutSeed = address.seed === null ? [] : matchMetrics(outcome, { ...address, seed: null });
  if (withoutSeed.length === 1) {
    const seeds = withoutSeed[0].perSeed.map((run) => run.seed).join(', ');
    return {
      ok: false,
      kind: 'none',
      fault: `"${text}" names seed ${address.seed}; this metric was run with seeds ${seeds}`,
      hint: `Name one of these seeds, or leave seed= out for their mean.`,
    };
  }
  return {
    ok: false,
    kind: 'none',
    fault:
      outcome.status === 'diverged'
        ? `"${text}" matches no metric of ${outcome.id}, which diverged`
        : `"${text}" matches no metric of ${outcome.id}`,
    hint:
      candidates.length > 0
        ? `Nearest: ${list(candidates.slice(0, listed), candidates.length)}`
        : `${outcome.id} has no metrics.`,
  };
}

/** Resolves an address that must match exactly one metric; anything else is a fault with the nearest candidates. */
export function lookup(text: string, outcomes: Outcomes): Lookup {
  let address: Address;
  try {
    address = parseAddress(text);
  } catch (error) {
    const example = 'Example: spectra-core/r2?model=vit&snr=5';
    return { ok: false, kind: 'grammar', fault: (error as Error).message, hint: example };
  }
  const outcome = outcomes.get(address.experiment);
  if (!outcome) {
    const near = nearest(address.experiment, outcomes.keys());
    return {
      ok: false,
      kind: 'experiment',
      fault: `"${text}" names the experiment ${address.experiment}, which has no result`,
      hint: near.length > 0 ? `Run it, or name one that has: ${near.join(', ')}` : 'Run `paper-factory reproduce`.',
    };
  }
  const matches = matchMetrics(outcome, address);
  if (matches.length === 0) return missing(outcome, address, text);
  if (matches.length > 1) {
    const all = matches.map((metric) => addressOf(outcome, metric));
    return {
      ok: false,
      kind: 'several',
      fault: `"${text}" matches ${matches.length} metrics of ${outcome.id}; expected exactly one`,
      hint: `Add scope keys to tell them apart: ${list(all.slice(0, listed), all.length)}`,
    };
  }
  const [metric] = matches;
  const run = metric.perSeed.find(({ seed }) => seed === address.seed);
  return {
    ok: true,
    address: formatAddress(address),
    value: run?.value ?? metric.value,
    metric,
    outcome,
    seed: address.seed,
  };
}

/** The experiment that an address names, or null when it is none. */
export function experimentOf(address: string): string | null {
  try {
    return parseAddress(address).experiment;
  } catch {
    return null;
  }
}
