import type { Claim, Metric } from '@paper-factory/runners/schema';
import { quotedUnit } from './judge-value.ts';
import { isPercent } from './numbers.ts';
import type { Side } from './operands.ts';

/**
 * Units in which something is measured. The unit of a quoted number is free text, such as `R²` or `SNR`, which says
 * nothing that a metric's unit could contradict.
 */
const physical = new Set(
  [
    ...[
      'K',
      'mK',
      'kK',
      'dex',
      'mag',
      'mmag',
      'mas',
      'µas',
      'arcsec',
      'arcmin',
      'deg',
      'rad',
      'pc',
      'kpc',
      'Mpc',
      'AU',
    ],
    ...['ns', 'µs', 'ms', 's', 'min', 'minutes', 'h', 'hours', 'd', 'days', 'yr', 'Gyr', 'Hz', 'kHz', 'MHz', 'GHz'],
    ...[
      'nm',
      'µm',
      'mm',
      'cm',
      'm',
      'km',
      'Å',
      'm/s',
      'km/s',
      'kg',
      'g',
      'J',
      'erg',
      'W',
      'kW',
      'eV',
      'keV',
      'Jy',
      'mJy',
    ],
    ...['B', 'kB', 'MB', 'GB', 'TB', 'KiB', 'MiB', 'GiB', 'TiB', '%'],
  ].map(plainUnit),
);

/** A unit with one spelling for each sign. */
function plainUnit(unit: string): string {
  const text = unit.trim().replaceAll('μ', 'µ');
  return isPercent(text) ? '%' : text;
}

const named = (unit: string): string => unit || 'a pure number';

/** The units of the metrics that a claim's test puts together, per cents being pure numbers; in the order of the sides. */
const unitsOf = (metrics: readonly (Pick<Metric, 'unit'> | null)[]): string[] => [
  ...new Set(metrics.flatMap((metric) => (metric ? [plainUnit(metric.unit)] : []))),
];

/**
 * Why the numbers of a claim cannot be compared: its metrics have different units, or the quoted number has another
 * physical unit than what is executed. Null where they agree, or where nothing is known.
 */
export function unitFault(claim: Claim, metrics: readonly (Pick<Metric, 'unit'> | null)[]): string | null {
  const units = unitsOf(metrics);
  const shares = new Set(units.map((unit) => (unit === '%' ? '' : unit)));
  if (shares.size > 1) return `The sides are in different units: ${units.map(named).join(' and ')}`;
  if (units.length === 0 || (claim.kind !== 'value' && claim.kind !== 'ratio')) return null;
  const quoted = plainUnit(quotedUnit(claim));
  const [executed] = claim.kind === 'ratio' ? [''] : units;
  if (!physical.has(quoted) || quoted === executed || (quoted === '%' && executed === '')) return null;
  return `The quoted number is in ${quoted}, and what is executed is ${executed ? `in ${executed}` : named(executed)}`;
}

/** A side in per cent as the pure number that it is a share of. */
function asShare(side: Side): Side {
  const { found } = side;
  if (!found || !isPercent(found.metric.unit)) return side;
  const { metric } = found;
  const perSeed = metric.perSeed.map(({ seed, value }) => ({ seed, value: value / 100 }));
  return {
    ...side,
    value: side.value / 100,
    digits: side.digits === null ? null : side.digits + 2,
    seeds: side.seeds.map(({ seed, value }) => ({ seed, value: value / 100 })),
    measured: side.measured.map(({ by, value }) => ({ by, value: value / 100 })),
    found: {
      ...found,
      value: found.value / 100,
      metric: {
        ...metric,
        value: metric.value / 100,
        unit: '',
        digits: Math.min(metric.digits + 2, 8),
        perSeed,
        ci: metric.ci && { ...metric.ci, low: metric.ci.low / 100, high: metric.ci.high / 100 },
        resamples: metric.resamples?.map((value) => value / 100),
      },
    },
  };
}

/** Sides in one unit: where some are in per cent and others are pure numbers, all as pure numbers. */
export function inOneUnit(sides: Side[]): Side[] {
  const units = unitsOf(sides.map(({ found }) => found?.metric ?? null));
  return units.length > 1 ? sides.map(asShare) : sides;
}
