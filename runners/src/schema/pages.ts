import { z } from 'zod';
import { contentBase, person } from './content-base.ts';
import { claimId, day, list, slug, text } from './ids.ts';
import { origins, related } from './related.ts';

const base = {
  ...contentBase,
  ...related,
  ...origins,
  id: slug.meta({ description: 'Equals the file name' }),
  topic: slug.optional().meta({ description: 'Field of work' }),
};

/** First layer: what happened on one day. */
export const sessionSchema = z
  .strictObject({
    ...base,
    subject: text('What the session was about'),
    decided: list(z.string(), 'What was decided'),
    hubs: list(slug, 'Hubs it feeds'),
  })
  .meta({ description: 'Front matter of content/sessions/<id>.md' });

/** A note: a remark too small for an experiment and too long for a footnote. */
export const noteSchema = z
  .strictObject({ ...base, hubs: list(slug, 'Hubs it belongs to') })
  .meta({ description: 'Front matter of content/notes/<id>.md' });

/** A knowledge card: one thing worth knowing, readable in a minute. */
export const cardSchema = z
  .strictObject({
    ...base,
    summary: text('The one thing, in a sentence'),
    hubs: list(slug, 'Hubs it belongs to'),
  })
  .meta({ description: 'Front matter of content/cards/<id>.md' });

/** A design principle: a rule of work with the claims that support it. Its standing is computed from them. */
export const principleSchema = z
  .strictObject({
    ...base,
    rule: text('The rule, as an instruction'),
    conditions: text('Where it holds').optional(),
    claims: z.array(claimId).min(1).meta({ description: 'Claims that support it; its standing is computed from them' }),
    against: list(claimId, 'Claims that speak against it when they hold'),
    cards: list(slug, 'Cards that explain it'),
  })
  .meta({ description: 'Front matter of content/principles/<id>.md' });

/** Kinds of guides in the order in which they are listed. */
export const guideKinds = ['tutorial', 'how-to', 'explanation', 'reference'] as const;

/** A guide: how the group works, or how a tool is used. It has no results of its own. */
export const guideSchema = z
  .strictObject({
    ...contentBase,
    ...related,
    id: slug.meta({ description: 'Equals the file name' }),
    kind: z.enum(guideKinds).meta({
      description: 'tutorial: learning by doing; how-to: one task; explanation: why it is so; reference: to look up',
    }),
    order: z
      .int()
      .min(0)
      .default(100)
      .meta({ description: 'Place among the guides of its kind; the title decides ties' }),
    summary: text('What a reader gets from it, in a sentence'),
    date: day.optional().meta({ description: 'First written; left out: no date is shown' }),
    authors: list(person, 'Who wrote it; none: the group'),
  })
  .meta({ description: 'Front matter of content/guides/<id>.md' });

export type GuideKind = (typeof guideKinds)[number];
export type Guide = z.infer<typeof guideSchema>;
export type Session = z.infer<typeof sessionSchema>;
export type Note = z.infer<typeof noteSchema>;
export type Card = z.infer<typeof cardSchema>;
export type Principle = z.infer<typeof principleSchema>;
