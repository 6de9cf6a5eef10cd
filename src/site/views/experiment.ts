import type {
  Curve,
  ExperimentConfig,
  ExperimentLog,
  Executed,
  Metric,
  Outcome,
  ProfileName,
  Provenance,
} from '@paper-factory/runners/schema';
import { addressOf } from '@paper-factory/runners/schema';
import { type AcceptanceState, acceptanceState } from '../../evidence/acceptance.ts';
import { compareWritten } from '../../evidence/check-numbers.ts';
import { datasetsOf } from '../../evidence/evidence-map.ts';
import { lookup } from '../../evidence/lookup.ts';
import { formatInterval, formatMetric, formatNumber, formatPlain, formatScope } from '../lib/format.ts';
import { metricAnchor } from '../lib/links.ts';
import { bodyText, type BodyText } from './body-text.ts';
import type { ClaimView } from './claim.ts';
import type { ShownFreshness, SiteContext } from './context.ts';
import type { FigureView } from './figure.ts';
import type { Link } from './link.ts';
import { measurementsView, type MeasurementsView } from './measurements.ts';
import { originViews, reportedViews, type OriginView, type ReportedView } from './origin.ts';
import { takenOverFrom } from './taken-over.ts';

/** A headline number of a log: what is written beside what was executed. */
export interface HeadlineView {
  label: string;
  scope: string;
  kind: 'executed' | 'imported' | 'reported' | 'target';
  written: string;
  note: string | null;
  executed: MetricRow | null;
  /** Executed rows only: whether the written number is the executed one. */
  agrees: boolean | null;
}

export interface MetricRow {
  address: string;
  anchor: string;
  href: string;
  name: string;
  label: string;
  scope: string;
  value: string;
  ci: string;
  level: number | null;
  n: number | null;
  split: string;
  direction: Metric['direction'];
  perSeed: { seed: number; value: string }[];
  /** The claim that the simulator was fitted to and that rests on this number. */
  calibration: Link | null;
  /** The tracker that recorded it elsewhere; null where it was executed here. */
  imported: string | null;
  /** The run that this number was taken over from, unchanged. */
  from: Link | null;
}

export interface AcceptanceView {
  criterion: string;
  threshold: string;
  executed: MetricRow | null;
  state: AcceptanceState['state'];
  /** Why, with the number, one sentence. */
  reason: string;
  /** null while it is open. */
  passed: boolean | null;
}

export interface ExperimentView {
  id: string;
  href: string;
  title: string;
  suite: string;
  /** null where a config has no log. */
  log: ExperimentLog | null;
  body: BodyText | null;
  status: string;
  freshness: ShownFreshness;
  profile: ProfileName;
  outcome: Outcome | null;
  provenance: Provenance | null;
  /** The same where it was executed here. */
  executed: Executed | null;
  /** null without a result that was executed here. */
  measurements: MeasurementsView | null;
  config: ExperimentConfig | null;
  configText: string;
  tracks: Link[];
  headlines: HeadlineView[];
  acceptance: AcceptanceView[];
  /** Metrics by name, in the order of the outcome. */
  metrics: { name: string; label: string; unit: string; direction: string; rows: MetricRow[] }[];
  figures: FigureView[];
  curves: Curve[];
  gates: { name: string; test: string; passed: boolean }[];
  upstream: Link[];
  downstream: Link[];
  /** Logs to read first. */
  dependsOn: Link[];
  supersedes: Link[];
  origin: OriginView[];
  reported: ReportedView[];
  datasets: Link[];
  claims: ClaimView[];
  /** The tracker that recorded its numbers elsewhere; null where they were executed here. */
  imported: string | null;
  /** The command that executes it again, with what the last run took. */
  command: string;
  seconds: number | null;
  memoryMiB: number | null;
}

export const relationSigns = { '<': '<', '<=': '≤', '>': '>', '>=': '≥' } as const;

/** Calibration claims by the address of each executed number they rest on. */
const calibrations = new WeakMap<SiteContext['judged'], Map<string, string>>();
function calibrationOf({ judged }: SiteContext, address: string): string | null {
  const known =
    calibrations.get(judged) ??
    new Map(
      [...judged.values()]
        .filter(({ calibration }) => calibration)
        .flatMap(({ id, operands }) => operands.flatMap((one) => (one.address ? [[one.address, id]] : []))),
    );
  calibrations.set(judged, known);
  return known.get(address) ?? null;
}

function metricRow(site: SiteContext, id: string, metric: Metric): MetricRow {
  const address = addressOf({ id }, metric);
  const origin = takenOverFrom(site, id, metric);
  const claim = calibrationOf(site, address) ?? (origin && calibrationOf(site, addressOf({ id: origin }, metric)));
  return {
    address,
    anchor: metricAnchor(address),
    href: site.links.metric(address),
    name: metric.name,
    label: metric.label,
    scope: formatScope(metric.scope),
    value: formatMetric(metric),
    ci: formatInterval(metric, site.t('to')),
    level: metric.ci?.level ?? null,
    n: metric.n,
    split: metric.split === 'none' ? '' : metric.split,
    direction: metric.direction,
    perSeed: metric.perSeed.map((run) => ({ seed: run.seed, value: formatNumber(run.value, metric.digits) })),
    calibration: claim ? { text: claim, href: site.links.claim(claim) } : null,
    imported: site.evidence.imported.get(id) ?? null,
    from: origin ? { text: origin, href: site.links.metric(addressOf({ id: origin }, metric)) } : null,
  };
}

/** The executed metric of an address as a row, or null where there is none. */
export function findMetric(site: SiteContext, address: string): MetricRow | null {
  const found = lookup(address, site.outcomes);
  if (!found.ok) return null;
  const { metric, outcome, value, seed } = found;
  const row = metricRow(site, outcome.id, metric);
  if (seed !== null)
    Object.assign(row, {
      value: formatMetric({ ...metric, value }),
      ci: '',
      scope: formatScope({ ...metric.scope, seed }),
    });
  return row;
}

function scopeOfAddress(address: string): string {
  const query = address.split('?')[1] ?? '';
  return query
    .split('&')
    .filter(Boolean)
    .map((pair) => decodeURIComponent(pair).replace('=', ' '))
    .join(', ');
}

function headline(site: SiteContext, item: ExperimentLog['metrics'][number]): HeadlineView {
  const found = findMetric(site, item.metric);
  const written = item.written ?? '';
  const compared = lookup(item.metric, site.outcomes);
  return {
    label: item.label ?? found?.label ?? item.metric.split('?')[0]!.split('/')[1]!,
    // An author's label says what it is about; the address is one click away.
    scope: item.label ? '' : (found?.scope ?? scopeOfAddress(item.metric)),
    kind: item.kind,
    written,
    note: item.note ?? null,
    executed: found,
    agrees: item.kind === 'executed' && compared.ok && written ? compareWritten(written, compared).equal : null,
  };
}

function groupMetrics(site: SiteContext, outcome: Outcome | null): ExperimentView['metrics'] {
  const groups = new Map<string, ExperimentView['metrics'][number]>();
  for (const metric of outcome?.metrics ?? []) {
    const key = `${metric.name} ${metric.unit}`;
    const group = groups.get(key) ?? {
      name: metric.name,
      label: metric.label,
      unit: metric.unit,
      direction: metric.direction,
      rows: [],
    };
    group.rows.push(metricRow(site, outcome!.id, metric));
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Upstream and downstream experiments of all, in one pass. */
export function downstreamOf(site: SiteContext): Map<string, string[]> {
  const down = new Map<string, string[]>();
  for (const [id, { config }] of site.loaded.configs) {
    for (const up of config.upstream) down.set(up, [...(down.get(up) ?? []), id]);
  }
  return down;
}

export function experimentView(
  site: SiteContext,
  id: string,
  known: {
    downstream: Map<string, string[]>;
    claims: Map<string, ClaimView[]>;
    figures: Map<string, FigureView[]>;
  },
): ExperimentView {
  const { loaded, links } = site;
  const entry = loaded.experiments.get(id);
  const log = entry?.data ?? null;
  const configId = log?.config ?? id;
  const config = loaded.configs.get(configId);
  const outcome = site.outcomes.get(configId) ?? null;
  const provenance = site.provenances.get(configId) ?? null;
  const executed = provenance?.kind === 'executed' ? provenance : null;
  const profile = loaded.config.profile;
  const planned = config?.config.profiles[profile];
  const title = (one: string): string =>
    loaded.experiments.get(one)?.data.title ?? loaded.configs.get(one)?.config.title ?? one;
  const link = (one: string): Link => ({ text: title(one), href: links.experiment(one) });
  const suite = log?.suite ?? config?.config.suite ?? '';
  const figures = known.figures.get(configId) ?? [];
  const first = log?.figures ?? [];
  return {
    id,
    href: links.experiment(id),
    title: title(id),
    suite,
    log,
    body: entry ? bodyText(entry) : null,
    status: log?.status ?? (outcome ? 'done' : 'planned'),
    freshness:
      site.freshness.get(configId) ??
      (outcome
        ? { status: 'fresh', reason: '' }
        : log?.status === 'planned'
          ? { status: 'planned', reason: '' }
          : { status: 'missing', reason: 'never run' }),
    profile,
    outcome,
    provenance,
    executed,
    measurements: executed && measurementsView(site, configId),
    config: config?.config ?? null,
    configText: config?.text ?? '',
    tracks: (log?.tracks ?? []).flatMap((letter) => {
      const track = loaded.tracks.get(letter)?.data;
      return track ? [{ text: `${letter} · ${track.title}`, href: links.track(letter) }] : [];
    }),
    headlines: (log?.metrics ?? []).map((item) => headline(site, item)),
    acceptance: (log?.acceptance ?? []).map((item) => {
      const { state, reason } = acceptanceState(item, site.evidence);
      return {
        criterion: item.criterion,
        threshold: `${relationSigns[item.relation]} ${formatPlain(item.threshold)}`,
        executed: findMetric(site, item.metric),
        state,
        reason,
        passed: state === 'open' ? null : state === 'passed',
      };
    }),
    metrics: groupMetrics(site, outcome),
    figures: [...figures].sort((a, b) => rank(first, a) - rank(first, b)),
    curves: outcome?.curves ?? [],
    gates: (outcome?.gates ?? []).map((gate) => ({
      name: gate.name,
      test: `${formatPlain(gate.value)} ${relationSigns[gate.relation]} ${formatPlain(gate.threshold)}`,
      passed: gate.passed,
    })),
    upstream: [...new Set([...(config?.config.upstream ?? []), ...(log?.upstream ?? [])])].map(link),
    downstream: (known.downstream.get(configId) ?? []).map(link),
    dependsOn: (log?.dependsOn ?? []).map(link),
    supersedes: (log?.supersedes ?? []).map(link),
    origin: originViews(site, log?.origin ?? []),
    reported: reportedViews(site, log?.reported ?? []),
    datasets: datasetsOf(configId, loaded).map((data) => ({ text: data.title, href: links.dataset(data.id) })),
    claims: known.claims.get(configId) ?? [],
    command: `npx paper-factory reproduce ${configId}`,
    imported: site.evidence.imported.get(configId) ?? null,
    seconds: executed?.seconds ?? (planned?.minutes ? planned.minutes * 60 : null),
    memoryMiB: executed?.peakMemoryMiB ?? planned?.memoryMiB ?? null,
  };
}

function rank(first: string[], figure: FigureView): number {
  const at = first.indexOf(figure.id.split('/')[1] ?? '');
  return at < 0 ? first.length : at;
}
