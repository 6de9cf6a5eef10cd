import { z } from 'zod';
import { addressSchema } from './address.ts';
import { claimId, day, slug, trackLetter } from './ids.ts';
import { finite } from './outcome.ts';

export const verdictSchema = z.enum([
  'verified',
  'falsified',
  'contested',
  'blocked',
  'unexecuted',
  'stale',
  'within-noise',
]);

const operand = z
  .union([finite, addressSchema])
  .meta({ description: 'A number, or the address of an executed metric' });

const relation = z.enum(['<', '<=', '>', '>=']);

/** Numbers that a source states; never executed. */
const quoted = z.strictObject({
  value: z
    .union([finite, z.string(), z.record(z.string(), z.union([finite, z.string(), z.array(finite)]))])
    .meta({ description: 'As the source states it' }),
  unit: z.string().optional(),
  written: z.string().optional().meta({ description: 'As printed, where digits would be lost' }),
});

export const sourceSchema = z
  .strictObject({
    document: slug.meta({ description: 'The source document' }),
    section: z.string().optional(),
    place: z.string().optional().meta({ description: 'Where in the section' }),
  })
  .meta({ description: 'Where the statement stands' });

const common = {
  id: claimId,
  contribution: z.int().positive().nullable().default(null).meta({ description: 'Number in the contribution list' }),
  level: z.enum(['headline', 'supporting']).default('supporting'),
  statement: z.string().meta({ description: 'The falsifiable statement, in one sentence' }),
  status: z
    .enum(['reported', 'target'])
    .default('reported')
    .meta({ description: 'reported: measured by the source study; target: wanted, never measured' }),
  reported: quoted.optional(),
  target: quoted.optional(),
  scale: z
    .record(z.string(), finite)
    .optional()
    .meta({ description: 'Scale the statement is about, e.g. { train: 1000000 }; a smaller executed one is a toy' }),
  source: sourceSchema.optional(),
  expect: verdictSchema.default('verified').meta({ description: 'The verdict the author says it gets' }),
  because: z.string().optional().meta({ description: 'Required where expect is not verified' }),
  calibration: z
    .boolean()
    .default(false)
    .meta({ description: 'The simulator was fitted to this: shown as calibrated, never counted as verified' }),
  planned: z.string().optional().meta({ description: 'What is missing: the experiment that would judge this claim' }),
  conflictsWith: z.array(claimId).default([]),
  note: z.string().optional(),
};

const valueClaim = z.strictObject({
  kind: z.literal('value'),
  ...common,
  metric: addressSchema.optional(),
  value: z
    .string()
    .regex(/^[-+]?\d+(\.\d+)?$/)
    .optional()
    .meta({ description: 'The number as written, in quotes so that its digits are kept' }),
  tolerance: z
    .union([z.strictObject({ absolute: finite.nonnegative() }), z.strictObject({ relative: finite.nonnegative() })])
    .optional()
    .meta({ description: 'Else 10% relative where the value is reported by a study, else the digits written' }),
});

const boundClaim = z.strictObject({
  kind: z.literal('bound'),
  ...common,
  metric: addressSchema.optional(),
  relation: relation.optional(),
  bound: operand.optional(),
});

const comparisonClaim = z.strictObject({
  kind: z.literal('comparison'),
  ...common,
  left: operand.optional(),
  relation: relation.optional(),
  right: operand.optional(),
  margin: finite.default(0).meta({ description: 'How much the left side must win by' }),
});

const ratioClaim = z.strictObject({
  kind: z.literal('ratio'),
  ...common,
  numerator: operand.optional(),
  denominator: operand.optional(),
  relation: relation.optional(),
  value: z.string().optional(),
});

const trendClaim = z.strictObject({
  kind: z.literal('trend'),
  ...common,
  metric: addressSchema.optional(),
  over: z.string().optional().meta({ description: 'Scope key along which the trend runs' }),
  trend: z.enum(['increasing', 'decreasing', 'constant', 'saturating']).optional(),
});

const identityClaim = z.strictObject({
  kind: z.literal('identity'),
  ...common,
  left: operand.optional(),
  right: operand.optional(),
});

const negativeClaim = z.strictObject({ kind: z.literal('negative'), ...common, metric: addressSchema.optional() });

export const claimSchema = z
  .discriminatedUnion('kind', [
    valueClaim,
    boundClaim,
    comparisonClaim,
    ratioClaim,
    trendClaim,
    identityClaim,
    negativeClaim,
  ])
  .superRefine((claim, context) => {
    if (claim.expect !== 'verified' && claim.expect !== 'unexecuted' && !claim.because) {
      context.addIssue({
        code: 'custom',
        path: ['because'],
        message: `is required with expect: ${claim.expect}: say why the statement does not hold here`,
      });
    }
  })
  .meta({ description: 'A falsifiable statement and the test that judges it' });

export const claimsFileSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    track: trackLetter,
    updated: day.optional(),
    claims: z.array(claimSchema),
  })
  .meta({ description: 'content/claims/<track>.yaml' });

export type Verdict = z.infer<typeof verdictSchema>;
export type Claim = z.infer<typeof claimSchema>;
export type ClaimsFile = z.infer<typeof claimsFileSchema>;
