import type { FactoryConfig, Severity } from '@paper-factory/runners/schema';
import type { Finding } from './types.ts';

/** What is known of a rule before a root's config is read. */
export interface Rule {
  severity: Severity;
  /** What holds where the rule is kept; the generated reference prints it. */
  summary: string;
  /** Guards against running or reading what is not the root's own: a config cannot lower it. */
  locked?: true;
}

/** Every rule of the product. Names are stable: configs and other people's CI name them. */
export const rules = {
  // Files and their form
  'root-has-config': { severity: 'error', summary: 'A root has a factory.config.yaml.' },
  'path-is-inside-root': {
    severity: 'error',
    summary: 'Every file read lies inside the root, links followed; paths in fields are relative and without "..".',
    locked: true,
  },
  'input-exists': {
    severity: 'error',
    summary: 'Every module of the root that a config runs, and every file and folder that it declares as input, exists.',
  },
  'module-has-interface': {
    severity: 'error',
    summary: 'Every module of the root that a config runs has a default export.',
  },
  'file-is-readable': { severity: 'error', summary: 'A file can be opened and is UTF-8 text.' },
  'merge-is-finished': { severity: 'error', summary: 'No file holds both sides of a merge, with the marks of Git.' },
  'file-is-expected': { severity: 'warn', summary: 'A file in a collection has a name that the collection takes.' },
  'front-matter-is-yaml': {
    severity: 'error',
    summary:
      'Front matter stands between two --- lines and is YAML; ---js, ---json, ---toml and ---coffee are refused.',
    locked: true,
  },
  'mdx-is-data': {
    severity: 'error',
    summary: 'MDX has no import, export or expression: content is data and never runs.',
    locked: true,
  },
  'yaml-is-well-formed': { severity: 'error', summary: 'YAML parses, with each key once and no tabs as indent.' },
  'keys-are-known': { severity: 'error', summary: 'Every key is one that the schema has.' },
  'fields-are-valid': { severity: 'error', summary: 'Every field has the type and form of its schema.' },

  // Names and references
  'id-is-unique': { severity: 'error', summary: 'No two files or claims share an id or alias.' },
  'id-equals-file-name': { severity: 'error', summary: 'An id equals the name of its file or folder.' },
  'claim-belongs-to-track': { severity: 'error', summary: "A claim's first letter is that of its file." },
  'reference-resolves': { severity: 'error', summary: 'Every id that a field names exists.' },
  'private-stays-private': {
    severity: 'warn',
    summary: 'No text of a public page spells out the id, the title or an old name of a private entry.',
  },
  'upstream-is-ready': { severity: 'error', summary: 'No experiment that can run has one upstream that is only planned.' },
  'status-agrees': { severity: 'error', summary: 'A log is planned where its config is, and only there.' },
  'rests-on-is-acyclic': { severity: 'error', summary: 'No claim rests on itself.' },
  'tree-is-connected': {
    severity: 'error',
    summary: 'Every node of a decision tree is reached from its root, and every node named as next is there.',
  },
  'tree-is-acyclic': { severity: 'error', summary: 'No node of a decision tree comes after itself.' },
  'translation-has-original': {
    severity: 'error',
    summary: 'A translation lies beside its page and translates texts that the page has.',
  },
  'translation-has-same-headings': {
    severity: 'warn',
    summary: 'A translation has as many headings as its page, of the same levels, so that links keep their place.',
  },
  'decision-has-evidence': {
    severity: 'error',
    summary: 'What is decided says why, or names the claims that it rests on; what decides something names what it goes by.',
  },
  'upstream-is-acyclic': { severity: 'error', summary: 'No experiment is upstream of itself.' },

  'file-link-resolves': {
    severity: 'error',
    summary: 'A relative link of a text leads to a page or picture of the root, and its fragment to a heading there.',
  },
  'image-is-usable': {
    severity: 'error',
    summary: 'A picture beside the texts is PNG, JPEG, WebP, GIF or a plain SVG, and at most 1 MB.',
  },

  // Results
  'outcome-is-valid': {
    severity: 'error',
    summary: 'outcome.json is whole, follows its schema and has finite numbers.',
  },
  'provenance-is-valid': { severity: 'error', summary: 'provenance.json is whole and follows its schema.' },
  'measurements-are-valid': { severity: 'error', summary: 'measurements.json is whole and follows its schema.' },
  'outcome-matches-provenance': {
    severity: 'error',
    summary: 'outcome.json has the bytes that its provenance.json was written for.',
  },
  'result-has-config': {
    severity: 'warn',
    summary: 'A committed result or figure belongs to a config that can re-execute it.',
  },
  'figure-is-valid': { severity: 'error', summary: 'A figure has its SVG and a Vega-Lite file with a title.' },
  'gate-passes': {
    severity: 'error',
    summary: 'A committed result converged and passed the gates that its run checks on itself.',
  },
  'result-is-present': {
    severity: 'error',
    summary: 'A number or figure that a text binds has a result behind it.',
  },
  'result-is-fresh': {
    severity: 'warn',
    summary: 'A result was made by the config, code and packages that are here now.',
  },

  // Numbers and statements
  'number-is-bound': {
    severity: 'error',
    summary: 'A metric-like number in a track or log is bound by an evidence link.',
  },
  'evidence-link-resolves': {
    severity: 'error',
    summary: 'metric:, reported:, claim:, exp: and fig: links lead somewhere.',
  },
  'metric-address-resolves': { severity: 'error', summary: 'A metric address matches exactly one metric.' },
  'number-matches-execution': {
    severity: 'error',
    summary: 'A number written as executed follows from the execution.',
  },
  'expected-number-is-written': { severity: 'warn', summary: 'A claim that is judged by a number says which number.' },
  'scale-is-recorded': {
    severity: 'warn',
    summary: 'The scale that an executed claim is about is a size that its result records, so that a toy is seen.',
  },
  'units-agree': {
    severity: 'error',
    summary: 'The metrics of a claim have one unit, and its quoted number has no other.',
  },
  'claim-is-judged': { severity: 'warn', summary: 'A claim has a judged verdict.' },
  'verdict-is-expected': { severity: 'error', summary: 'A judged verdict is the one that the author expects.' },
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof rules;

/** Rank of severities; a locked rule may be raised and not lowered. */
const rank: Record<Severity, number> = { off: 0, warn: 1, error: 2 };

export const isRule = (name: string): name is RuleName => Object.hasOwn(rules, name);

/** The severity of a rule in a root, the default where its config is silent or may not lower it. */
export function severityOf(name: string, config: Pick<FactoryConfig, 'rules'>): Severity {
  const rule: Rule | undefined = isRule(name) ? rules[name] : undefined;
  const standard = rule?.severity ?? 'error';
  const wanted = Object.hasOwn(config.rules, name) ? config.rules[name] : standard;
  return rule?.locked && rank[wanted] < rank[standard] ? standard : wanted;
}

/** Makes a finding with the default severity of its rule. */
export function finding(rule: RuleName, file: string, line: number, message: string, hint: string): Finding {
  return { rule, severity: rules[rule].severity as Finding['severity'], file, line, message, hint };
}

/** Gives findings the severities that a root's config asks for; rules that are off drop out. */
export function applySeverity(findings: readonly Finding[], config: Pick<FactoryConfig, 'rules'>): Finding[] {
  return findings.flatMap((one) => {
    const severity = severityOf(one.rule, config);
    return severity === 'off' ? [] : [{ ...one, severity }];
  });
}

/** Sorts by file, line, rule and message, so that a report is the same on every machine. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...findings].sort(
    (a, b) => text(a.file, b.file) || a.line - b.line || text(a.rule, b.rule) || text(a.message, b.message),
  );
}
