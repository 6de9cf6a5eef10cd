import { addressOf, measuredSpread, type Measurement, type Outcome } from '@paper-factory/runners/schema';
import { tellingDigits } from '../../evidence/operands.ts';
import { formatNumber, formatScope, plural } from '../lib/format.ts';
import type { UiText } from '../text/words.ts';
import type { SiteContext } from './context.ts';

/** One more execution of a result, for readers. */
export interface MeasurementView {
  /** Day, UTC. */
  day: string;
  why: string;
  result: Measurement['result'];
  /** `equal`, or how many values differ. */
  found: string;
  /** Class of machine and version of Node. */
  where: string;
  backend: string;
  differing: { label: string; scope: string; href: string; value: string; committed: string; noise: string }[];
  otherDifferences: string[];
}

/** What was measured besides the one execution that a result comes from. */
export interface MeasurementsView {
  /** The newest execution on the reference backend, or null where it was never executed again there. */
  last: MeasurementView | null;
  /** Newest first. */
  all: MeasurementView[];
}

export const resultWords = {
  equal: 'equal',
  'within-noise': 'within noise',
  changed: 'changed',
} as const satisfies Record<Measurement['result'], UiText>;

const reasons: Record<Measurement['kind'], string> = {
  verification: 'verified',
  rerun: 'executed again',
  backend: 'other backend',
};

function foundText({ values, compared, otherDifferences }: Measurement): string {
  if (values.length > 0) return `${values.length} of ${plural(compared, 'value')} differ`;
  return otherDifferences.length > 0 ? `no value of ${compared} differs, but other parts do` : 'nothing differs';
}

function measurementView(site: SiteContext, outcome: Outcome, measurement: Measurement): MeasurementView {
  const { kind, backend, date, result, values, otherDifferences } = measurement;
  const metrics = new Map(outcome.metrics.map((metric) => [addressOf(outcome, metric), metric]));
  const overSeeds = measuredSpread(outcome, []);
  return {
    day: date.slice(0, 10),
    why: reasons[kind],
    result,
    found: foundText(measurement),
    where: whereText(measurement),
    backend: `${backend.name} ${backend.version}`,
    differing: values.flatMap(({ metric: address, value }) => {
      const metric = metrics.get(address);
      if (!metric) return [];
      const digits = tellingDigits([value, metric.value], metric.digits);
      const { floor, seeds } = overSeeds.get(address)!;
      return [
        {
          label: metric.label,
          scope: formatScope(metric.scope),
          href: site.links.metric(address),
          value: formatNumber(value, digits),
          committed: formatNumber(metric.value, digits),
          noise: seeds > 1 ? formatNumber(floor, digits) : '',
        },
      ];
    }),
    otherDifferences,
  };
}

function newestFirst(site: SiteContext, id: string): Measurement[] {
  return [...(site.measurements.get(id) ?? [])].sort((a, b) => (a.date < b.date ? 1 : -1));
}

/** Another backend is no check of the reference: its values are expected to differ. */
const isOfReference = ({ kind }: Measurement): boolean => kind !== 'backend';

const whereText = ({ machine, node }: Measurement): string => `${machine}, Node ${node.replace(/^v/, '')}`;

/** What was measured for a committed result; null where there is none. */
export function measurementsView(site: SiteContext, id: string): MeasurementsView | null {
  const outcome = site.outcomes.get(id);
  if (!outcome) return null;
  const measured = newestFirst(site, id);
  const all = measured.map((one) => measurementView(site, outcome, one));
  return { last: all[measured.findIndex(isOfReference)] ?? null, all };
}

/** `verified 2026-11-21 on linux-x64 AMD EPYC, Node 24.1.0: equal`, or that it never was; empty for a result that was not executed here. */
export function lastVerified(site: SiteContext, id: string): string {
  if (site.provenances.get(id)?.kind !== 'executed') return '';
  const last = newestFirst(site, id).find(isOfReference);
  if (!last) return site.t('never verified elsewhere');
  const values = { day: last.date.slice(0, 10), where: whereText(last), result: site.t(resultWords[last.result]) };
  return site.t('verified {day} on {where}: {result}', values);
}
