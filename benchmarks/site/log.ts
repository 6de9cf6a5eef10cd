import { displayedFormula, inlineFormula } from './formulas.ts';
import { meanOf, type Planned } from './plan.ts';
import { sentences } from './prose.ts';
import { createPicker, type Picker } from './random.ts';

const day = (i: number): string => new Date(Date.UTC(2026, 0, 1 + (i % 300))).toISOString().slice(0, 10);

/** A paragraph with one formula in its midst. */
const paragraph = (picker: Picker): string =>
  `${sentences(picker, 3)} It follows that ${inlineFormula(picker)} holds. ${sentences(picker, 3)}`;

const bound = ({ id, metrics }: Planned, i: number): string =>
  `[${meanOf(metrics[i]).toFixed(3)}](metric:${id}/${metrics[i].name})`;

const table = (picker: Picker): string =>
  [
    '| setting | value | why |',
    '|---|---|---|',
    ...Array.from({ length: 6 }, (_, i) => `| option ${i + 1} | ${picker.below(512)} | ${sentences(picker, 1)} |`),
  ].join('\n');

const code = ({ id, seed }: Planned): string =>
  `\`\`\`python\nfrom lab import fit, load\n\nspectra = load("${id}", split="train")\nmodel = fit(spectra, width=${64 + (seed % 7) * 32}, seed=1)\nprint(model.score(load("${id}", split="test")))\n\`\`\``;

/**
 * Body of a log: 10 kB, 17 formulas, bound numbers, links to other logs and to a claim, a table, code.
 * @param others Logs that it refers to.
 * @param claim One of its track.
 */
export function logBody(one: Planned, others: readonly Planned[], claim: string | undefined): string {
  const picker = createPicker(7919 * one.seed);
  const parts: string[] = [];
  const section = (title: string, ...blocks: string[]) => parts.push(`## ${title}`, ...blocks);
  const few = (count: number) => Array.from({ length: count }, () => paragraph(picker));
  section('Question', ...few(2));
  section('Setup', paragraph(picker), table(picker), displayedFormula(picker), code(one));
  section(
    'Method',
    ...few(3),
    displayedFormula(picker),
    ...others.map(({ id }) => `- ${sentences(picker, 1)} See [](exp:${id}).`),
  );
  section(
    'Result',
    `The mean over seeds is ${bound(one, 0)}, with a calibration error of ${bound(one, 1)}.[^seeds]`,
    ...few(4),
    displayedFormula(picker),
    `What remains is ${bound(one, 2)} dex${claim === undefined ? '' : `, which [a claim](claim:${claim}) rests on`}.`,
  );
  section('What it means', ...few(3), `> ${sentences(picker, 2)}`, displayedFormula(picker));
  section('Reproduce', `\`\`\`sh\nnpx paper-factory reproduce ${one.id}\n\`\`\``);
  parts.push('[^seeds]: Two seeds; their spread is the noise.');
  // What is still missing to 10 kB.
  const missing = 10_000 - parts.join('\n\n').length;
  const filler = missing > 0 ? sentences(picker, Math.round(missing / 75)) : '';
  return `${[...parts.slice(0, -1), filler, parts.at(-1)].join('\n\n')}\n`;
}

/** A log as a file, front matter first. */
export function logFile(one: Planned, others: readonly Planned[], claim: string | undefined): string {
  const metric = (i: number) => `${one.id}/${one.metrics[i].name}`;
  const head = [
    'schemaVersion: 1',
    `id: ${one.id}`,
    `title: ${one.title}`,
    `date: ${day(one.seed)}`,
    'authors: [A. Writer, B. Reader]',
    `tracks: [${one.track}]`,
    'suite: generated',
    'status: done',
    `question: Does ${one.title.toLowerCase()} hold beyond the spread of the seeds?`,
    'hypotheses:',
    '  - { id: H1, text: The mean stays above the baseline, verdict: supported, because: Both seeds agree. }',
    'metrics:',
    `  - { metric: ${metric(0)}, kind: executed, written: "${meanOf(one.metrics[0]).toFixed(3)}" }`,
    `  - { metric: ${metric(2)}, kind: executed, written: "${meanOf(one.metrics[2]).toFixed(3)}" }`,
    'acceptance:',
    `  - { criterion: Above the baseline, metric: ${metric(0)}, relation: ">", threshold: 0.3 }`,
    `dependsOn: [${others
      .map(({ id }) => id)
      .slice(0, 1)
      .join(', ')}]`,
    `tags: [generated, batch-${one.seed % 20}]`,
  ];
  return `---\n${head.join('\n')}\n---\n\n${logBody(one, others, claim)}`;
}
