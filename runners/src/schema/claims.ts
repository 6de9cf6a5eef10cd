import { z } from 'zod';
import { addressSchema } from './address.ts';
import { claimId, day, list, relation, schemaVersion, slug, text, trackLetter } from './ids.ts';
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

const related = relation.optional().meta({ description: 'How the left side must stand to the right' });

/** Numbers that a source states; never executed. */
const quoted = z.strictObject({
  value: z
    .union([finite, z.string(), z.record(z.string(), z.union([finite, z.string(), z.array(finite)]))])
    .meta({ description: 'As the source states it' }),
  unit: text('Unit').optional(),
  written: text('As printed, where digits would be lost').optional(),
});

export const sourceSchema = z
  .strictObject({
    document: slug.meta({ description: 'The source document' }),
    section: text('Heading').optional(),
    place: text('Where in the section').optional(),
  })
  .meta({ description: 'Where the statement stands' });

const common = {
  id: claimId.meta({ description: 'The track letter, then kebab-case' }),
  contribution: z.int().positive().nullable().default(null).meta({ description: 'Number in the contribution list' }),
  level: z
    .enum(['headline', 'supporting'])
    .default('supporting')
    .meta({ description: 'headline: carries a contribution, a thesis or a gate' }),
  statement: z.string().meta({ description: 'The falsifiable statement, in one sentence' }),
  status: z
    .enum(['reported', 'target'])
    .default('reported')
    .meta({ description: 'reported: measured by the source study; target: wanted, never measured' }),
  reported: quoted.optional().meta({ description: 'What the source study measured' }),
  target: quoted.optional().meta({ description: 'What is wanted and was never measured' }),
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
  conflictsWith: list(claimId, 'Claims that cannot hold together with this one'),
  note: text('Remark').optional(),
};

const kind = <K extends string>(name: K) => z.literal(name).meta({ description: 'Kind of test' });

const valueClaim = z.strictObject({
  kind: kind('value'),
  ...common,
  metric: addressSchema.optional(),
  value: z
    .string()
    .regex(/^[-+]?\d+(\.\d+)?$/, 'must be a number in quotes, as printed, e.g. "0.87"')
    .optional()
    .meta({ description: 'The number as written, in quotes so that its digits are kept' }),
  tolerance: z
    .union([
      z.strictObject({ absolute: finite.nonnegative().meta({ description: 'In the unit of the metric' }) }),
      z.strictObject({ relative: finite.nonnegative().meta({ description: 'Share of the value' }) }),
    ])
    .optional()
    .meta({ description: 'Else 10% relative where the value is reported by a study, else the digits written' }),
});

const boundClaim = z.strictObject({
  kind: kind('bound'),
  ...common,
  metric: addressSchema.optional(),
  relation: related,
  bound: operand.optional(),
});

const comparisonClaim = z.strictObject({
  kind: kind('comparison'),
  ...common,
  left: operand.optional(),
  relation: related,
  right: operand.optional(),
  margin: finite.default(0).meta({ description: 'How much the left side must win by' }),
});

const ratioClaim = z.strictObject({
  kind: kind('ratio'),
  ...common,
  numerator: operand.optional(),
  denominator: operand.optional(),
  relation: related,
  value: text('The ratio as written').optional(),
});

const trendClaim = z.strictObject({
  kind: kind('trend'),
  ...common,
  metric: addressSchema.optional(),
  over: z.string().optional().meta({ description: 'Scope key along which the trend runs' }),
  trend: z
    .enum(['increasing', 'decreasing', 'constant', 'saturating'])
    .optional()
    .meta({ description: 'Its direction' }),
});

const identityClaim = z.strictObject({
  kind: kind('identity'),
  ...common,
  left: operand.optional(),
  right: operand.optional(),
});

const negativeClaim = z.strictObject({ kind: kind('negative'), ...common, metric: addressSchema.optional() });

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
    schemaVersion,
    track: trackLetter.meta({ description: 'The track they belong to' }),
    updated: day.optional().meta({ description: 'Last changed' }),
    claims: z.array(claimSchema).meta({ description: 'The claims' }),
  })
  .meta({ description: 'content/claims/<track>.yaml' });

export type Verdict = z.infer<typeof verdictSchema>;
export type Claim = z.infer<typeof claimSchema>;
