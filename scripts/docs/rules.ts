import { type Rule, rules } from '../../src/content/rules.ts';
import { code, pageText, prose, table } from './markdown.ts';

/** The page of all rules, from the list that the check goes by. */
export function rulesPage(): [id: string, text: string] {
  const rows = Object.entries<Rule>(rules).map(([name, { severity, summary, locked }]) => [
    code(name),
    `${severity}${locked ? ', locked' : ''}`,
    prose(summary),
  ]);
  const body = [
    'A finding of `paper-factory check` names the rule that was not kept. An `error` stops the build, a `warn` does not,',
    'and `off` drops the rule. A root sets severities in `factory.config.yaml`:',
    '',
    '```yaml',
    'rules:',
    '  claim-is-judged: error',
    '```',
    '',
    'A locked rule can be raised and not lowered.',
    '',
    table(['rule', 'severity', 'holds where'], rows),
  ].join('\n');
  const page = {
    ...{ id: 'rules', title: 'Rules', order: 20, source: 'src/content/rules.ts', body },
    summary: 'Every rule that a root is checked against, its severity, and when it is kept.',
  };
  return [page.id, pageText(page)];
}
