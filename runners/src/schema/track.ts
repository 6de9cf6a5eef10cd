import { z } from 'zod';
import { addressSchema } from './address.ts';
import { contentBase } from './content-base.ts';
import { claimId, day, figureAddress, list, slug, text, trackLetter } from './ids.ts';

const claims = (description: string) => list(claimId, description);

const contribution = z.strictObject({
  n: z.int().positive().meta({ description: 'Number in the list; claims refer to it' }),
  text: text('What the paper adds'),
  claims: claims('Claims that carry it'),
  note: text('Remark').optional(),
});

const evidence = z.strictObject({
  asset: text('Name of the asset'),
  path: text('As the source names it'),
  description: text('What it shows'),
  experiment: slug.optional().meta({ description: 'The experiment here that stands for it' }),
});

const kind = <K extends string>(name: K) => z.literal(name).meta({ description: 'Kind of source' });
const figureSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: kind('file'), path: text('File in the source') }),
  z.strictObject({ kind: kind('folder'), path: text('Folder in the source') }),
  z.strictObject({ kind: kind('wandb'), run: text('Id of the tracked run') }),
  z.strictObject({ kind: kind('mvp'), id: text('Number of the milestone') }),
  z.strictObject({ kind: kind('tbd') }),
]);

const plannedFigure = z.strictObject({
  n: z.int().positive().nullable().meta({ description: 'Number in the plan, or null' }),
  title: text('What it shows'),
  source: figureSource.meta({ description: 'Where the source study has it' }),
  reportedState: z.enum(['ready', 'to-generate', 'asked']).meta({ description: "The source's opinion" }),
  figure: figureAddress.optional().meta({ description: 'The generated figure; its state is computed' }),
  claims: claims('Claims that it shows'),
  note: text('Remark').optional(),
});

const reproItem = z.strictObject({
  item: text('Data, config, script, checkpoint'),
  value: text('As the source prints it'),
  experiment: slug.optional().meta({ description: 'The re-execution here that covers it; done is computed' }),
});

const risk = z.strictObject({
  id: slug.meta({ description: 'Short name' }),
  text: text('What could go wrong'),
  required: z.boolean().default(false).meta({ description: 'Must be closed before submission' }),
  claims: claims('Closed when all are resolved as expected'),
});

const option = z.union([
  z.string(),
  z.strictObject({
    text: text('The answer'),
    claim: claimId.optional().meta({ description: 'Claim that would decide for it; decided is computed' }),
  }),
]);

const question = z.strictObject({
  id: slug.meta({ description: 'Short name' }),
  text: text('The open question'),
  options: list(option, 'Possible answers'),
  experiment: slug.optional().meta({ description: 'Experiment that decides it' }),
  blocking: z.boolean().default(false).meta({ description: 'Whether work waits for it' }),
  decision: text('The answer taken').optional(),
  because: text('Why; a decision needs it, or claims').optional(),
  claims: claims('Claims that the decision rests on'),
});

const missing = z.strictObject({
  item: text('What is missing'),
  location: text('Where it is missing'),
  kind: z
    .enum(['figure', 'run', 'data', 'path', 'decision', 'number', 'validation'])
    .default('run')
    .meta({ description: 'What kind of thing is missing' }),
  action: text('What would resolve it'),
  required: z.boolean().default(true).meta({ description: 'Blocks "draftable" while it is missing' }),
  experiment: slug.optional().meta({ description: 'Resolved when this experiment has a result' }),
  figure: figureAddress.optional().meta({ description: 'Resolved when this figure is generated' }),
});

const hyperparameter = z.strictObject({
  key: text('Name in the config'),
  value: text('Value, as the source prints it'),
  why: text('Why this value').optional(),
  alternatives: list(z.string(), 'What else was thought of'),
  implication: text('What follows from it').optional(),
  experiment: slug.optional().meta({ description: 'Config here that carries it' }),
});

const comparison = z.strictObject({
  id: slug.meta({ description: 'Short name' }),
  title: text('What is compared'),
  columns: z.array(z.string()).min(2).meta({ description: 'Heads: what the rows are, then one for each side' }),
  rows: z
    .array(z.array(z.string()).min(2))
    .meta({ description: 'Cells as the source prints them; evidence links are allowed' }),
  source: slug.optional().meta({ description: 'Document that prints it' }),
  note: text('Remark').optional(),
});

const criterion = z.strictObject({
  text: text('What is required'),
  claims: claims('Met when all are verified, failed when one is falsified, else pending'),
  gate: slug.optional().meta({ description: 'Met when this gate of the track passes, failed when it fails' }),
  question: slug.optional().meta({ description: 'Met when this question of the track is decided' }),
  stated: z
    .enum(['met', 'pending', 'failed'])
    .optional()
    .meta({ description: 'State that the source gives, where nothing can be computed' }),
});

const decision = z.strictObject({
  id: slug.meta({ description: 'Short name' }),
  title: text('What is decided'),
  criteria: z
    .array(criterion)
    .min(1)
    .meta({ description: 'GO when all are met, NO-GO when one failed, else conditional on those pending' }),
  reported: text('What the source decides').optional(),
  note: text('Remark').optional(),
});

const keyNumber = z.strictObject({
  label: text('What the number is'),
  reported: text('As the source prints it').optional(),
  metric: addressSchema.optional(),
  note: text('Remark').optional(),
});

const venue = z.strictObject({
  name: text('Journal or conference'),
  deadline: day.optional().meta({ description: 'Submission deadline' }),
  url: text('Address').optional(),
});

const opinion = z.strictObject({
  status: text('In the words of the author'),
  date: day.optional().meta({ description: 'When it was given' }),
  source: slug.optional().meta({ description: 'Document that states it' }),
});

const signOff = z.strictObject({
  reviewer: text('Who signed'),
  date: day.meta({ description: 'When' }),
  contentHash: text('Digest of what was signed; any change voids it'),
});

export const trackSchema = z
  .strictObject({
    ...contentBase,
    id: trackLetter.meta({ description: 'One capital letter; the file has it in lower case' }),
    coreIdea: text('The idea in a phrase'),
    keyAsset: text('What the source points to first').optional(),
    workingTitles: list(z.string(), 'Titles under discussion'),
    thesis: text('The paper in one sentence'),
    thesisClaims: claims('Claims that the thesis rests on'),
    contributions: list(contribution, 'What the paper adds'),
    evidence: list(evidence, 'Evidence map of the source study'),
    figures: list(plannedFigure, 'Figure plan'),
    minimalRepro: list(reproItem, 'The least that repeats the study'),
    risks: list(risk, 'Risks'),
    questions: list(question, 'Open questions with options and decision'),
    missing: list(missing, 'Missing information'),
    keyNumbers: list(keyNumber, 'Numbers to know'),
    hyperparameters: list(hyperparameter, 'Settings of the study, with their reasons'),
    comparisons: list(comparison, 'Tables that set versions or methods side by side'),
    decisions: list(decision, 'Go or no-go, computed'),
    steps: list(
      z.strictObject({
        text: text('Step'),
        experiment: slug.optional().meta({ description: 'Experiment that does it; done is computed' }),
      }),
      'Recipe or next steps, in order',
    ),
    sources: list(slug, 'Documents it rests on'),
    venue: venue.optional().meta({ description: 'Where it is to be submitted' }),
    roadmap: list(
      z.strictObject({
        window: text('When'),
        items: z
          .array(
            z.union([
              z.string(),
              z.strictObject({
                text: text('Work to do'),
                experiment: slug.optional().meta({ description: 'Experiment that does it; done is computed' }),
              }),
            ]),
          )
          .meta({ description: 'Work to do' }),
      }),
      'Road to submission',
    ),
    opinion: opinion.optional().meta({ description: "The author's opinion of maturity, beside the computed one" }),
    otherClaims: claims('Claims of the track that stand in none of the lists above'),
    signOff: signOff.optional().meta({ description: 'Reviewer sign-off, bound to the content hash' }),
  })
  .meta({ description: 'Front matter of content/tracks/<letter>.md' });

export type Track = z.infer<typeof trackSchema>;
