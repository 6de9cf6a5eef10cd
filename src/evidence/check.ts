import { applySeverity, finding, sortFindings } from '../content/rules.ts';
import type { Finding, LoadedRoot } from '../content/types.ts';
import type { TextEvidence } from '../markdown/links.ts';
import { readEvidence } from '../markdown/links.ts';
import { checkClaim } from './check-claims.ts';
import type { BoundNumber, Uncompared } from './check-numbers.ts';
import { checkFileLinks } from './check-file-links.ts';
import { checkNumber, uncomparedFindings } from './check-numbers.ts';
import { checkText, knownOf } from './check-text.ts';
import { maturityOfTracks } from './maturity.ts';
import { type NextExperiment, nextExperiments } from './next-experiment.ts';
import type { EvidenceState } from './state.ts';
import { readState } from './state.ts';
import { fieldsOf, pagesOf } from './texts.ts';
import type { BuildState, Judged, Maturity } from './types.ts';

export interface Report {
  /** Of the loaded files and of the evidence, with the root's severities, in the order of files and lines. */
  findings: Finding[];
  judged: Judged[];
  maturity: Maturity[];
  /** The planned experiment whose result lets most claims be judged, or null where none does. */
  next: NextExperiment | null;
  state: EvidenceState;
}

/** Reads the evidence of a text; a caller may pass one that remembers. */
export type ReadEvidence = (body: string, format: 'md' | 'mdx') => TextEvidence;

/** Metric addresses in front matter, and what is written for them. */
function frontMatterNumbers({ experiments, tracks }: LoadedRoot): BoundNumber[] {
  const ofLogs = [...experiments.values()].flatMap(({ data, file, line }) => [
    ...data.metrics.map(({ metric, kind, written }, i) => ({
      address: metric,
      written: kind === 'executed' ? (written ?? '') : '',
      file,
      line: () => line(['metrics', i, kind === 'executed' && written !== undefined ? 'written' : 'metric']),
    })),
    ...data.acceptance.map(({ metric }, i) => ({
      address: metric,
      written: '',
      file,
      line: () => line(['acceptance', i, 'metric']),
    })),
  ]);
  const ofTracks = [...tracks.values()].flatMap(({ data, file, line }) =>
    data.keyNumbers.flatMap(({ metric }, i) =>
      metric ? [{ address: metric, written: '', file, line: () => line(['keyNumbers', i, 'metric']) }] : [],
    ),
  );
  return [...ofLogs, ...ofTracks];
}

/** Loaders report ids that nothing has; an address only adds what they cannot know. */
const isKnownExperiment = ({ address }: BoundNumber, { configs, outcomes }: EvidenceState): boolean => {
  const id = address.split('/')[0];
  return configs.has(id) || outcomes.has(id);
};

/** Experiments whose committed result is not what their config and code would give now. */
function staleFindings({ configs }: LoadedRoot, { freshness }: EvidenceState): Finding[] {
  return [...configs].flatMap(([id, { file }]) => {
    const { status, reason } = freshness[id] ?? { status: 'fresh', reason: '' };
    if (status === 'fresh') return [];
    const message = `the result of ${id} is ${status}${reason && `: ${reason}`}`;
    return [finding('result-is-fresh', file, 1, message, `Run \`paper-factory reproduce ${id}\`.`)];
  });
}

/** Results that say of themselves that something is wrong: a training that diverged, a gate that did not pass. */
function failedResults({ configs, results }: LoadedRoot): Finding[] {
  return [...results.values()].flatMap(({ outcome, file }) => {
    const at = configs.get(outcome.id)?.file ?? file;
    const name = `${outcome.id}/${outcome.profile}`;
    if (outcome.status === 'diverged') {
      const hint = 'Change its config, or state in the log that it diverges and lower the severity of this rule.';
      return [finding('gate-passes', at, 1, `${name} diverged: its training left the finite numbers`, hint)];
    }
    return outcome.gates.flatMap(({ name: gate, value, relation, threshold, passed }) =>
      passed
        ? []
        : [
            finding(
              'gate-passes',
              at,
              1,
              `${name} failed its gate "${gate}": expected ${relation} ${threshold}, found ${value}`,
              'Find out why; a gate is set before the run and not moved to make one pass.',
            ),
          ],
    );
  });
}

/** Headline numbers that say they were executed here, over a result that was imported. */
function kindFindings({ experiments }: LoadedRoot, { imported }: EvidenceState): Finding[] {
  return [...experiments.values()].flatMap(({ data, file, line }) =>
    data.metrics.flatMap(({ metric, kind }, i) => {
      const tracker = imported.get(metric.split('/')[0]);
      if (kind !== 'executed' || tracker === undefined) return [];
      const message = `metrics[${i}] says executed, but ${metric} is imported from ${tracker}`;
      return [
        finding('number-matches-execution', file, line(['metrics', i, 'kind']), message, 'Write kind: imported.'),
      ];
    }),
  );
}

/** Every fault of a root: those of its files, and those of what its files say. */
export function checkRoot(
  loaded: LoadedRoot,
  freshness: BuildState['freshness'],
  read: ReadEvidence = readEvidence,
): Report {
  const state = readState(loaded, freshness);
  const known = knownOf(loaded);
  const uncompared: Uncompared = new Map();
  const pages = pagesOf(loaded).map((page) => ({ page, evidence: read(page.body, page.format) }));
  const found = [
    ...staleFindings(loaded, state),
    ...failedResults(loaded),
    ...kindFindings(loaded, state),
    ...[...loaded.claims.values()].flatMap((entry) => checkClaim(entry, state)),
    ...frontMatterNumbers(loaded)
      .filter((number) => isKnownExperiment(number, state))
      .flatMap((number) => checkNumber(number, state, uncompared)),
    ...pages.flatMap(({ page, evidence }) => checkText(page, evidence, known, state, uncompared)),
    ...checkFileLinks(pages, loaded.images),
    // A field shows what a source prints, so that only its links are looked at.
    ...fieldsOf(loaded).flatMap((field) =>
      checkText(field, { ...read(field.body, field.format), literals: [] }, known, state, uncompared),
    ),
    ...uncomparedFindings(uncompared, state),
  ];
  return {
    findings: sortFindings([...loaded.findings, ...applySeverity(found, loaded.config)]),
    judged: [...state.judged.values()],
    maturity: maturityOfTracks(loaded, state),
    next: nextExperiments(loaded, state).find(({ claims }) => claims.length > 0) ?? null,
    state,
  };
}
