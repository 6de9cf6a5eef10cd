import { finding } from '../content/rules.ts';
import { didYouMean } from '../content/suggest.ts';
import type { Finding, LoadedRoot } from '../content/types.ts';
import { parseReported } from '../markdown/address.ts';
import type { EvidenceLink, TextEvidence } from '../markdown/links.ts';
import type { Uncompared } from './check-numbers.ts';
import { checkNumber } from './check-numbers.ts';
import type { EvidenceState } from './state.ts';
import type { Text } from './texts.ts';

/** Ids that links of each scheme may name. */
export interface Known {
  claims: ReadonlySet<string>;
  /** Ids, configs and aliases of experiments. */
  experiments: ReadonlySet<string>;
  figures: ReadonlySet<string>;
  sources: ReadonlySet<string>;
  suites: ReadonlySet<string>;
}

export function knownOf({ claims, experiments, configs, figures, config }: LoadedRoot): Known {
  const aliases = [...experiments.values()].flatMap(({ data }) => data.aliases);
  return {
    claims: new Set(claims.keys()),
    experiments: new Set([...experiments.keys(), ...configs.keys(), ...aliases]),
    figures: new Set(figures.keys()),
    sources: new Set(Object.keys(config.sources)),
    suites: new Set([...configs.values()].map((entry) => entry.config.suite)),
  };
}

/** What a link names, and where it is looked for; null for metrics, which have a check of their own. */
function named(
  { scheme, target }: EvidenceLink,
  known: Known,
): { id: string; among: ReadonlySet<string>; what: string } | null {
  switch (scheme) {
    case 'claim':
      return { id: target, among: known.claims, what: 'claim' };
    case 'exp':
      return { id: target.split('#')[0], among: known.experiments, what: 'experiment' };
    case 'fig':
      return { id: target, among: known.figures, what: 'figure' };
    case 'reported':
      return { id: parseReported(target).source, among: known.sources, what: 'source' };
    case 'leaderboard':
      return { id: target, among: known.suites, what: 'suite' };
    case 'metric':
      return null;
  }
}

const nextSteps: Record<string, string> = {
  claim: 'Claims stand in content/claims/<track>.yaml.',
  experiment: 'Experiments stand in content/experiments/ and experiments/.',
  figure: 'Figures are drawn by `paper-factory reproduce`; write fig:<experiment>/<figure>.',
  source: 'Add it to sources in factory.config.yaml.',
  suite: 'Suites are named by the configs in experiments/.',
};

function linkFindings(link: EvidenceLink, at: Text, known: Known, state: EvidenceState): Finding[] {
  const goal = named(link, known);
  if (!goal || goal.among.has(goal.id)) return [];
  const line = at.bodyLine + link.line - 1;
  const { what, id, among } = goal;
  const owner = id.split('/')[0];
  // Not an address gone wrong: the figure comes with the result.
  if (what === 'figure' && state.configs.has(owner) && !state.outcomes.has(owner)) {
    const message = `the figure ${id} is not drawn: ${owner} has no result`;
    const hint = state.planned.has(owner)
      ? `It is planned: link exp:${owner} until it is drawn.`
      : `Run \`paper-factory reproduce ${owner}\`.`;
    return [finding('result-is-present', at.file, line, message, hint)];
  }
  const message = `${link.scheme}:${link.target} names the ${what} "${id}", which is not there`;
  return [finding('evidence-link-resolves', at.file, line, message, didYouMean(id, among) + nextSteps[what])];
}

/** The evidence rules of one text. */
export function checkText(
  at: Text,
  evidence: TextEvidence,
  known: Known,
  state: EvidenceState,
  uncompared: Uncompared,
): Finding[] {
  const lineOf = (line: number): number => at.bodyLine + line - 1;
  const numbers = evidence.links
    .filter(({ scheme }) => scheme === 'metric')
    .flatMap(({ target, text, line }) =>
      checkNumber(
        { address: target, written: text, inText: true, file: at.file, line: () => lineOf(line) },
        state,
        uncompared,
      ),
    );
  const links = evidence.links.flatMap((link) => linkFindings(link, at, known, state));
  const html = evidence.htmlLinks.map(({ text, line }) => {
    const message = `${text} stands in raw HTML, where evidence is not checked`;
    return finding('evidence-link-resolves', at.file, lineOf(line), message, `Write [0.71](${text}).`);
  });
  const literals = evidence.literals.map(({ text, line }) => {
    const number = /[-+−]?\d*\.\d+\S*$/.exec(text)?.[0] ?? '0.71';
    const hint = `Write [${number}](metric:<experiment>/<metric>?…), or [${number}](reported:<source>#<place>).`;
    return finding('number-is-bound', at.file, lineOf(line), `"${text}" is not bound to evidence`, hint);
  });
  const mdx = evidence.mdxFaults.map(({ line, message, hint }) =>
    finding('mdx-is-data', at.file, lineOf(line), message, hint),
  );
  return [...numbers, ...links, ...html, ...literals, ...mdx];
}
