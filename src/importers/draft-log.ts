import { addressOf, type FactoryConfig, type Outcome } from '@paper-factory/runners/schema';
import type { DigestedRun } from '@paper-factory/runners/trackers';
import { stringify } from 'yaml';

/** What a draft says beside what the run says. */
export interface Draft {
  id: string;
  title: string;
  suite: string;
  track: string | null;
  /** Day of the run, else of the import. */
  date: string;
  authors: FactoryConfig['authors'];
}

/** Headline rows of a draft; the others stand in its table. */
const headlines = 8;

/** YAML on which nothing of a run can act: every text in double quotes, on one line. */
const toYaml = (value: unknown): string =>
  stringify(value, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 });

/** Text of a run inside a line or cell: as code, so that it is neither Markdown nor HTML. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
  const fence = '`'.repeat(1 + Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  return fence.length > 1 ? `${fence} ${line} ${fence}` : `\`${line}\``;
}

function frontMatter(draft: Draft, outcome: Outcome, run: DigestedRun): string {
  const { id, title, date, authors, track, suite } = draft;
  return toYaml({
    ...{ schemaVersion: 1, id, title, date, authors: authors.length > 0 ? authors : ['Unknown author'] },
    ...(track ? { tracks: [track] } : {}),
    ...{ suite, status: 'done', statusNote: `Imported from ${run.tracker}; not re-executed here.` },
    question: `What did the run ${run.name.replace(/\s+/g, ' ')} measure?`,
    metrics: outcome.metrics.slice(0, headlines).map((metric) => {
      return { metric: addressOf(outcome, metric), kind: 'imported', written: String(metric.value) };
    }),
  });
}

function setup({ params, tool, tracker, date, name }: DigestedRun): string[] {
  const facts = [
    `The run ${code(name)} was logged with ${tool ? code(tool) : tracker}`,
    date ? ` on ${date.slice(0, 10)}.` : '.',
  ].join('');
  if (Object.keys(params).length === 0) return [facts, '', 'The log holds no parameters.'];
  return [facts, '', 'Parameters, as logged:', '', '```yaml', toYaml(params).trimEnd(), '```'];
}

function results(outcome: Outcome, { metrics }: DigestedRun): string[] {
  const known = new Map(metrics.map(({ name, label }) => [name, label]));
  const rows = outcome.metrics.map((metric) => {
    const scope = Object.entries(metric.scope).map(([key, value]) => `${key} ${value}`);
    const name = code([known.get(metric.name) ?? metric.name, ...scope].join(', '));
    return `| ${name} | [](metric:${addressOf(outcome, metric)}) |`;
  });
  return ['| as logged | value |', '|---|---|', ...rows];
}

function leftOut({ unusable, notes }: DigestedRun): string[] {
  const lines = [
    ...unusable.map(({ name, value, where }) => `- ${code(name)} is ${code(value)} (${code(where)}).`),
    ...notes.map((note) => `- ${code(note)}`),
  ];
  return lines.length === 0 ? [] : ['', 'Left out, or to be known:', '', ...lines];
}

/** A log that validates as it is, for its author to complete. */
export function draftLog(draft: Draft, outcome: Outcome, run: DigestedRun): string {
  return [
    ...['---', frontMatter(draft, outcome, run).trimEnd(), '---', ''],
    ...[`These numbers were imported from ${run.tracker}. Nothing here was re-executed.`, ''],
    ...['## Question', '', 'To be written: what the run was to find out, and what was expected before it.', ''],
    ...['## Setup', '', ...setup(run), ''],
    ...['## Results', '', ...results(outcome, run), ...leftOut(run), ''],
    ...['## What it means', '', 'To be written.', ''],
  ].join('\n');
}
