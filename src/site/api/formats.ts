import { text } from '@paper-factory/runners/schema';
import { z } from 'zod';

const link = z
  .strictObject({ id: text('Id'), href: text('Address of the page, with the base path') })
  .meta({ description: 'A page' });
const links = (description: string) => z.array(link).meta({ description });
const number = (description: string) => z.number().meta({ description });
const optional = (description: string) => z.string().nullable().meta({ description });
const count = (description: string) => z.record(z.string(), z.int()).meta({ description });

const page = {
  id: text('Id'),
  href: text('Address of the page, with the base path'),
  title: text('Title; may hold TeX between dollars'),
};

const ids = (description: string) => z.array(z.string()).meta({ description });
const standing = text('holds, partly, fails or open; computed from its claims');

/** What every text of a collection has. */
const entry = {
  ...page,
  date: text('First written'),
  updated: text('Last changed'),
  languages: z.array(z.string()).meta({ description: 'Languages it can be read in' }),
  tracks: z.array(z.string()).meta({ description: 'Tracks' }),
  experiments: ids('Experiments it is about'),
  claims: ids('Claims it is about'),
};

const verdict = text('Verdict that the executed numbers give');

const operand = z
  .strictObject({
    address: optional('Metric address, or null for a plain number'),
    value: number('What was compared'),
  })
  .meta({ description: 'One side of a test' });

/** What each file of the API holds: one item of its list. */
export const apiItems = {
  tracks: z.strictObject({
    ...page,
    thesis: text('Thesis, as the author words it'),
    maturity: optional('Computed rung'),
    blockedBy: optional('What stands in the way of the next rung'),
    verdicts: count('Claims by verdict'),
    claims: z.array(z.string()).meta({ description: 'Ids of its claims' }),
  }),
  claims: z.strictObject({
    ...page,
    track: text('Track'),
    kind: text('Kind of test'),
    level: text('headline or supporting'),
    status: text('reported or target: where the number written comes from'),
    verdict,
    expect: text('Verdict that the author expects'),
    asExpected: z.boolean().meta({ description: 'Judged, and as the author says' }),
    reason: text('Why this verdict'),
    test: text('The test with its numbers; empty where nothing was tested'),
    written: optional('Number of the source, as printed'),
    operands: z.array(operand).meta({ description: 'Sides of the test' }),
    calibration: z.boolean().meta({ description: 'The simulator was fitted to it' }),
    toy: optional('Sizes executed below the claimed ones'),
    experiments: links('Experiments it is bound to'),
  }),
  experiments: z.strictObject({
    ...page,
    suite: text('Suite'),
    status: text('State of the work by its author'),
    freshness: text('fresh, stale, missing or planned'),
    tracks: z.array(z.string()).meta({ description: 'Tracks' }),
    topic: optional('Topic'),
    question: optional('The one question'),
    aliases: z.array(z.string()).meta({ description: 'Old ids and file names' }),
    upstream: links('Experiments it reads'),
    seconds: z.number().nullable().meta({ description: 'Time of the last execution in seconds, or null' }),
    metrics: z
      .array(
        z.strictObject({
          address: text('Metric address'),
          value: number('Mean over seeds'),
          unit: text('Unit'),
          low: z.number().nullable().meta({ description: 'Lower end of the confidence interval, or null' }),
          high: z.number().nullable().meta({ description: 'Upper end of the confidence interval, or null' }),
          seeds: number('Seeds'),
          kind: text('executed or imported'),
        }),
      )
      .meta({ description: 'Executed numbers' }),
  }),
  figures: z.strictObject({
    ...page,
    caption: text('Caption'),
    experiment: link,
    svg: text('Address of the drawing'),
    data: text('Address of the Vega-Lite file with its data'),
  }),
  datasets: z.strictObject({
    ...page,
    kind: text('simulated, observed or mixed'),
    state: text('here or not-at-hand'),
    tracks: z.array(z.string()).meta({ description: 'Tracks that use it' }),
    samples: z.record(z.string(), z.int()).meta({ description: 'Samples by split' }),
  }),
  leaderboards: z.strictObject({
    ...page,
    rows: z
      .array(
        z.strictObject({
          model: text('Model'),
          metric: text('Metric name'),
          scope: text('Scope without the model'),
          value: number('The number'),
          written: text('As printed'),
          kind: text('executed, imported, reported or target'),
          from: link,
        }),
      )
      .meta({ description: 'Numbers of models, each of one kind' }),
  }),
  hubs: z.strictObject({
    ...entry,
    topic: text('Field of work'),
    question: text('What the topic asks'),
    findings: z
      .array(z.strictObject({ text: text('What is known'), standing, claims: ids('Claims it stands on') }))
      .meta({ description: 'What the experiments mean' }),
    next: z
      .array(z.strictObject({ text: text('What comes next'), experiment: optional('Experiment that does it') }))
      .meta({ description: 'What comes next' }),
  }),
  roadmaps: z.strictObject({
    ...entry,
    milestones: z
      .array(
        z.strictObject({
          id: text('Id'),
          number: optional('Number that the source gives it'),
          title: text('What is to be done'),
          state: text('Computed: done, stale or open'),
          reported: optional('State, in the words of the source'),
          experiment: optional('Experiment that does it'),
        }),
      )
      .meta({ description: 'Steps, in order' }),
  }),
  cards: z.strictObject({ ...entry, summary: text('The one thing, in a sentence') }),
  principles: z.strictObject({ ...entry, rule: text('The rule'), standing, against: ids('Claims against it') }),
  sessions: z.strictObject({ ...entry, subject: text('What it was about') }),
  notes: z.strictObject(entry),
  guides: z.strictObject({
    ...page,
    kind: text('tutorial, how-to, explanation or reference'),
    summary: text('What a reader gets from it'),
    minutes: number('Minutes to read it, counted from its text'),
    languages: z.array(z.string()).meta({ description: 'Languages it can be read in' }),
  }),
  glossary: z.strictObject({
    ...page,
    definition: text('What it means here'),
    also: z.array(z.string()).meta({ description: 'Other words for it' }),
    formula: optional('TeX'),
  }),
  contradictions: z.strictObject({
    ...page,
    tracks: z.array(z.string()).meta({ description: 'Tracks; the first owns it' }),
    weight: number('1: a number or verdict; 2: a definition; 3: wording'),
    kind: text('listed, numbers or claims: named by the authors, or computed'),
    state: text('settled or open'),
    settledBy: optional('What settled it'),
    claims: ids('Claims it touches'),
  }),
  missing: z.strictObject({
    id: text('Item and place'),
    item: text('What is missing'),
    location: text('Where'),
    tracks: z.array(z.string()).meta({ description: 'Tracks; the first owns it' }),
    kind: text('Kind of thing'),
    required: z.boolean().meta({ description: 'Must be there before the paper can be drafted' }),
    blocks: z.boolean().meta({ description: "Stands in the way of the owner track's next rung" }),
    resolved: z.boolean().meta({ description: 'Whether it is there now' }),
    action: text('What would resolve it'),
  }),
  next: z.strictObject({
    ...page,
    claims: ids('Claims that wait for its result'),
    headline: number('How many of them are headline claims'),
    waitsFor: ids('Experiments upstream without a result'),
  }),
} as const;

export type ApiName = keyof typeof apiItems;
export type ApiItem<N extends ApiName> = z.infer<(typeof apiItems)[N]>;

/** The whole of a file: what it is, and its list. */
export const apiFile = (name: ApiName) =>
  z
    .strictObject({
      $schema: text('Address of the JSON Schema of this file'),
      schemaVersion: z.literal(1).meta({ description: 'Version of this format' }),
      items: z.array(apiItems[name]).meta({ description: `The ${name}, by id` }),
    })
    .meta({ title: `${name}.json`, description: `/api/${name}.json` });
