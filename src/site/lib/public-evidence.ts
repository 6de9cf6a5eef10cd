import type { Finding, LoadedRoot } from '../../content/types.ts';
import type { Report } from '../../evidence/check.ts';
import { gateView, passes } from '../../evidence/gates.ts';
import type { EvidenceState } from '../../evidence/state.ts';
import type { BuildState, Judged, Maturity } from '../../evidence/types.ts';
import { type Hidden, isHidden } from './public-hidden.ts';
import { namesHidden, redactor } from './public-names.ts';
import { cleaner } from './public-text.ts';

/** Takes links to what is private, and its names, out of a sentence that quotes a file. */
type Redact = (sentence: string, file: string) => string;

/** A verdict without anything that it was reached by: it decides, and shows nothing. */
function standIn(track: Judged['track'], verdict: Judged['verdict'], rest: Partial<Judged> = {}): Judged {
  const claim: Judged['claim'] = {
    id: 'hidden', kind: 'value', statement: '', contribution: null, level: 'supporting', status: 'reported',
    expect: 'verified', calibration: rest.calibration ?? false, restsOn: [], conflictsWith: [],
  }; // prettier-ignore
  return {
    // Sentences name claims by their ids: `a claim that is not public is falsified`.
    id: 'a claim that is not public', track, kind: 'value', claim, verdict, expect: 'verified', asExpected: false,
    reason: '', test: '', written: null, executed: null, operands: [], toy: null, calibration: false, experiments: [],
    ...rest,
  }; // prettier-ignore
}

/** What stands for hidden claims and gates that decide something public. They belong to no track that has a page. */
function* standIns(full: LoadedRoot, state: EvidenceState, hidden: Hidden): Generator<[string, Judged]> {
  for (const [id, name] of hidden.claimStandIns) {
    const judged = state.judged.get(id);
    if (!judged) continue;
    const { verdict, calibration, asExpected } = judged;
    yield [name, standIn('', verdict, { calibration, asExpected })];
  }
  const verdicts = { yes: 'verified', no: 'falsified', unknown: 'unexecuted' } as const;
  for (const { track, gates } of full.decisions.values()) {
    for (const gate of gates) {
      const name = hidden.gateStandIns.get(`${track}/${gate.id}`);
      if (name) yield [name, standIn('', verdicts[passes(gateView(gate, state))], { id: 'a gate that is not public' })];
    }
  }
}

/** What is in the way of a track, without private names; what it says of something private is not said. */
function publicBlocker(
  blocker: NonNullable<Maturity['blockedBy']>,
  hidden: Hidden,
  redact: (text: string) => string,
): typeof blocker {
  const { claim, experiment, figure, text } = blocker;
  const isAny = (kind: 'claim' | 'exp', id: string | undefined): boolean =>
    id !== undefined && isHidden(hidden, kind, id);
  const what =
    (isAny('claim', claim) && 'claim') ||
    (isAny('exp', figure) && 'figure') ||
    (isAny('exp', experiment) && 'experiment');
  if (what) return { text: `${what === 'experiment' ? 'An' : 'A'} ${what} that is not public is in the way.` };
  return { ...blocker, text: redact(text) };
}

/** The findings that the public may read: of public files, naming nothing private, and not about a hidden claim. */
function publicFindings(findings: readonly Finding[], full: LoadedRoot, hidden: Hidden): Finding[] {
  const naming = namesHidden(hidden);
  /** The claim in whose lines a finding stands. */
  const claimAt = (at: Finding): string | undefined =>
    [...full.claims]
      .filter(([, { file }]) => file === at.file)
      .map(([id, { line }]) => ({ id, from: line([]) }))
      .filter(({ from }) => from <= at.line)
      .sort((a, b) => b.from - a.from)[0]?.id;
  return findings.filter((one) => {
    const claim = hidden.ids.claim.size > 0 ? claimAt(one) : undefined;
    const isOfHidden = hidden.files.has(one.file) || (claim !== undefined && hidden.ids.claim.has(claim));
    return !isOfHidden && !naming(`${one.file} ${one.message} ${one.hint}`);
  });
}

export interface PublicEvidence {
  state: EvidenceState;
  /** By track letter. */
  maturity: Map<string, Maturity>;
  findings: Finding[];
  build: BuildState;
}

/**
 * What was judged over the whole root, as the public may see it: the verdicts, rungs and findings are those that
 * `check` gives, and nothing private is named.
 */
export function publicEvidence(full: LoadedRoot, report: Report, build: BuildState, hidden: Hidden): PublicEvidence {
  const { state } = report;
  const [withoutNames, clean] = [redactor(hidden), cleaner(hidden)];
  const redact: Redact = (sentence, file) => withoutNames(clean(sentence, { file, format: 'md' }));
  const isShown = (id: string): boolean => !isHidden(hidden, 'exp', id);
  const shown = <V>(map: ReadonlyMap<string, V>): Map<string, V> => new Map([...map].filter(([id]) => isShown(id)));
  const shownSet = (set: ReadonlySet<string>): Set<string> => new Set([...set].filter(isShown));
  const judged = [...state.judged].flatMap(([id, one]): [string, Judged][] =>
    isHidden(hidden, 'claim', id) ? [] : [[id, { ...one, reason: redact(one.reason, full.claims.get(id)!.file) }]],
  );
  const freshness = Object.entries(state.freshness).flatMap(([id, one]) =>
    isShown(id) ? [[id, { ...one, reason: withoutNames(one.reason) }] as const] : [],
  );
  const { verification } = build;
  return {
    state: {
      outcomes: shown(state.outcomes),
      freshness: Object.fromEntries(freshness),
      imported: shown(state.imported),
      figures: shownSet(state.figures),
      configs: shownSet(state.configs),
      planned: shownSet(state.planned),
      judged: new Map([...judged, ...standIns(full, state, hidden)]),
    },
    maturity: new Map(
      report.maturity
        .filter(({ id }) => !hidden.ids.track.has(id))
        .map((one) => {
          const { file } = full.tracks.get(one.id)!;
          const say = (text: string): string => redact(text, file);
          return [one.id, { ...one, blockedBy: one.blockedBy && publicBlocker(one.blockedBy, hidden, say) }];
        }),
    ),
    findings: publicFindings(report.findings, full, hidden),
    build: {
      ...build,
      freshness: Object.fromEntries(Object.entries(build.freshness).filter(([run]) => isShown(run))),
      verification: verification && {
        ...verification,
        results: verification.results.filter(({ id }) => isShown(id)),
        left: verification.left.filter(isShown),
      },
    },
  };
}
