import type { Claim, Verdict } from '@paper-factory/runners/schema';
import { addressOf, parseAddress } from '@paper-factory/runners/schema';
import { healthOf, isUnexpected } from '../../evidence/health.ts';
import { isRelated } from '../../evidence/judge-relation.ts';
import type { Judged, Operand } from '../../evidence/types.ts';
import { formatInterval, formatMetric, formatNumber, formatPlain, formatScope, prettyTest } from '../lib/format.ts';
import type { UiText, Words } from '../text/words.ts';
import type { Link } from './link.ts';
import type { SiteContext } from './context.ts';
import { lastVerified } from './measurements.ts';

/** How a verdict is shown: the judged one, or `calibrated` where the simulator was fitted to the claim. */
export type ShownVerdict = Verdict | 'calibrated';

export const verdictWords = {
  verified: 'Verified',
  falsified: 'Falsified',
  contested: 'Contested',
  blocked: 'Blocked',
  stale: 'Stale',
  'within-noise': 'Within noise',
  unexecuted: 'Unexecuted',
  calibrated: 'Calibrated',
} as const satisfies Record<ShownVerdict, UiText>;

/** What each verdict means, for legends. */
export const verdictMeanings = {
  verified: 'the executed numbers pass the test of the claim',
  falsified: 'the executed numbers fail the test of the claim',
  contested: 'seeds or other measurements disagree about the relation',
  blocked: 'it rests on a claim that is falsified',
  stale: 'the result is older than what it was computed from',
  'within-noise': 'outside the tolerance, but inside the measured noise',
  unexecuted: 'no run here has tested it yet',
  calibrated: 'the simulator was fitted to it, so it proves nothing by itself',
} as const satisfies Record<ShownVerdict, UiText>;

/** One side of a test. */
export interface OperandView {
  address: string | null;
  href: string | null;
  experiment: Link | null;
  name: string;
  scope: string;
  value: string;
  ci: string;
  level: number | null;
  n: number | null;
  split: string;
  perSeed: { seed: number; value: string }[];
}

export interface ClaimView {
  id: string;
  track: string;
  href: string;
  /** May hold TeX between dollars, like every text here. */
  statement: string;
  kind: Claim['kind'];
  level: Claim['level'];
  verdict: Verdict;
  shown: ShownVerdict;
  expect: Verdict;
  /** Judged, and not as the author says. */
  unexpected: boolean;
  asExpected: boolean;
  reason: string;
  because: string | null;
  test: string;
  /** The test for readers: the executed value first, and never an inequality that is false without saying so. */
  shownTest: string;
  /** The number of the study (`reported`) or the wanted one (`target`). */
  written: { kind: 'reported' | 'target'; text: string } | null;
  source: { title: string; place: string } | null;
  scale: string;
  toy: string | null;
  calibration: boolean;
  planned: string | null;
  note: string | null;
  operands: OperandView[];
  /** The executed number in short, for lists. */
  executed: { value: string; address: string; href: string } | null;
  /** `verified` says when and where its result was verified last. */
  experiments: (Link & { verified: string })[];
  conflicts: { link: Link; statement: string }[];
  usedIn: { where: string; link: Link }[];
}

function operandView(site: SiteContext, { address, value, metric }: Operand): OperandView {
  if (!address || !metric) {
    return {
      address: null, href: null, experiment: null, name: site.t('number as written'), scope: '', value: formatPlain(value),
      ci: '', level: null, n: null, split: '', perSeed: [],
    }; // prettier-ignore
  }
  const { experiment, seed } = parseAddress(address);
  const title = site.loaded.experiments.get(experiment)?.data.title ?? experiment;
  return {
    address,
    href: site.links.metric(addressOf({ id: experiment }, metric)),
    experiment: { text: title, href: site.links.experiment(experiment) },
    name: metric.label,
    scope: formatScope(seed === null ? metric.scope : { ...metric.scope, seed }),
    value: formatMetric({ ...metric, value }),
    ci: seed === null ? formatInterval(metric, site.t('to')) : '',
    level: metric.ci?.level ?? null,
    n: metric.n,
    split: metric.split === 'none' ? '' : metric.split,
    perSeed: metric.perSeed.map((run) => ({ seed: run.seed, value: formatNumber(run.value, metric.digits) })),
  };
}

function quotedText(quoted: Claim['reported']): string | null {
  if (!quoted) return null;
  const { value, unit } = quoted;
  // The number that a relation belongs to stands behind its sign, and needs no name.
  const name = (key: string, of: Record<string, unknown>): string =>
    key === 'value' ? `${String(of.relation ?? '')} ` : `${key.replaceAll('_', ' ')} `;
  const text =
    quoted.written ??
    (typeof value === 'object'
      ? Object.entries(value)
          .filter(([key]) => key !== 'relation' || !('value' in value))
          .map(([key, one]) => `${name(key, value)}${Array.isArray(one) ? one.join(', ') : one}`.trim())
          .join('; ')
      : String(value));
  return text + (unit ? ` ${unit}` : '');
}

function usedIn(site: SiteContext, id: string, letter: string): ClaimView['usedIn'] {
  const track = site.loaded.tracks.get(letter)?.data;
  if (!track) return [];
  const page = site.links.track(letter);
  const link = { text: site.t('Track {letter}: {title}', { letter, title: track.title }), href: page };
  const uses: ClaimView['usedIn'] = [];
  if (track.thesisClaims.includes(id)) uses.push({ where: site.t('thesis'), link });
  for (const one of track.contributions) {
    if (one.claims.includes(id))
      uses.push({
        where: site.t('contribution {n}', { n: one.n }),
        link: { ...link, href: `${page}#contribution-${one.n}` },
      });
  }
  for (const one of track.figures) {
    if (one.claims.includes(id))
      uses.push({ where: site.t('figure {n}', { n: one.n ?? one.title }), link: { ...link, href: `${page}#figures` } });
  }
  for (const one of track.risks) {
    if (one.claims.includes(id)) uses.push({ where: site.t('risk'), link: { ...link, href: `${page}#risks` } });
  }
  if (track.otherClaims.includes(id))
    uses.push({ where: site.t('further claims'), link: { ...link, href: `${page}#contributions` } });
  return uses.length > 0 ? uses : [{ where: site.t('claims'), link }];
}

export function shownVerdict({ verdict, calibration }: Judged): ShownVerdict {
  return calibration && verdict === 'verified' ? 'calibrated' : verdict;
}

const range = /^(\S+) <= \S+ <= (\S+)$/;

/** `executed 0.805, accepted 0.801 to 0.979`; `0.896 ≤ 0.923`; `0.512 ≤ 0.055 fails`. */
export function shownTest(
  {
    claim,
    test,
    verdict,
    contestedBy,
    operands,
  }: Pick<Judged, 'claim' | 'test' | 'verdict' | 'contestedBy' | 'operands'>,
  t: Words,
) {
  if (!test) return '';
  const accepted = claim.kind === 'value' ? range.exec(test) : null;
  const side = operands.find(({ metric }) => metric);
  if (accepted && side) {
    const [, low = '', high = ''] = accepted;
    const digits = Math.max(side.metric!.digits, (low.split('.')[1] ?? '').length);
    const value = formatNumber(side.value, digits);
    return prettyTest(t('executed {value}, accepted {low} to {high}', { value, low, high }));
  }
  const shown = prettyTest(t.test(test));
  if (verdict === 'contested') return t('{test} for some {what} only', { test: shown, what: t(contestedBy!) });
  if (verdict === 'falsified') return t('{test} fails', { test: shown });
  // A stale or blocked claim has a verdict of other numbers, or of another claim; its own test may fail all the same.
  const [left, right] = operands;
  if (!left || !right || (claim.kind !== 'bound' && claim.kind !== 'comparison' && claim.kind !== 'negative'))
    return shown;
  const margin = claim.kind === 'bound' ? 0 : claim.margin;
  const holds = isRelated(left.value, claim.relation!, right.value, margin) === (claim.kind !== 'negative');
  return holds ? shown : t('{test} fails', { test: shown });
}

export function claimView(site: SiteContext, judged: Judged): ClaimView {
  const { claim } = judged;
  const text = quotedText(
    claim.status === 'target' ? (claim.target ?? claim.reported) : (claim.reported ?? claim.target),
  );
  const operands = judged.operands.map((one) => operandView(site, one));
  const first = operands.find((one) => one.address);
  const document = claim.source && (site.loaded.config.sources[claim.source.document]?.title ?? claim.source.document);
  return {
    id: judged.id,
    track: judged.track,
    href: site.links.claim(judged.id),
    statement: claim.statement,
    kind: judged.kind,
    level: claim.level,
    verdict: judged.verdict,
    shown: shownVerdict(judged),
    expect: judged.expect,
    unexpected: isUnexpected(judged),
    asExpected: judged.asExpected,
    reason: judged.reason,
    because: claim.because ?? null,
    test: judged.test,
    shownTest: shownTest(judged, site.t),
    written: text === null ? null : { kind: claim.status, text },
    source: claim.source
      ? { title: document ?? '', place: [claim.source.section, claim.source.place].filter(Boolean).join(', ') }
      : null,
    scale: Object.entries(claim.scale ?? {})
      .map(([key, value]) => `${key.replaceAll('_', ' ')} ${formatPlain(value)}`)
      .join(', '),
    // Nothing was executed at any scale where nothing was tested.
    toy: judged.test ? judged.toy : null,
    calibration: judged.calibration,
    planned: claim.planned ?? null,
    note: claim.note ?? null,
    operands,
    executed: first ? { value: first.value, address: first.address!, href: first.href! } : null,
    experiments: judged.experiments.map((id) => ({
      text: site.loaded.experiments.get(id)?.data.title ?? id,
      href: site.links.experiment(id),
      verified: lastVerified(site, id),
    })),
    conflicts: claim.conflictsWith.flatMap((id) => {
      const other = site.loaded.claims.get(id);
      return other ? [{ link: { text: id, href: site.links.claim(id) }, statement: other.claim.statement }] : [];
    }),
    usedIn: usedIn(site, judged.id, judged.track),
  };
}

/** How many claims stand where, in words and with the icon of each. */
export interface HealthView {
  total: number;
  counts: { verdict: ShownVerdict; label: (typeof bins)[number][2]; count: number }[];
  /** Judged, and not as the author says. */
  unexpected: number;
  toy: number;
}

const bins = [
  ['verified', 'verified', 'verified'],
  ['falsifiedAsExpected', 'falsified', 'falsified as expected'],
  ['falsified', 'falsified', 'falsified'],
  ['contested', 'contested', 'contested'],
  ['blocked', 'blocked', 'blocked'],
  ['withinNoise', 'within-noise', 'within noise'],
  ['calibrated', 'calibrated', 'calibrated'],
  ['stale', 'stale', 'stale'],
  ['unexecuted', 'unexecuted', 'unexecuted'],
] as const;

export function healthView(claims: Iterable<Judged>): HealthView {
  const health = healthOf(claims);
  return {
    total: health.total,
    counts: bins
      .map(([bin, verdict, label]) => ({ verdict, label, count: health[bin] }))
      .filter(({ count }) => count > 0),
    unexpected: health.unexpected,
    toy: health.toy,
  };
}
