import { z } from 'zod';
import { addressSchema } from './address.ts';
import { acceptanceTableSchema, decisionTreeSchema, trackGateSchema, triggerTableSchema } from './decisions.ts';
import { sourceSchema } from './source.ts';
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
  experiment: slug
    .optional()
    .meta({ description: 'The experiment that is to judge it, where its metric has no name yet' }),
  planned: z.string().optional().meta({ description: 'What is still missing for a judgement, in words' }),
  restsOn: list(claimId, 'Claims that this one presumes: while one of them is falsified, this one is blocked'),
  conflictsWith: list(claimId, 'Claims that cannot hold together with this one'),
  note: text('Remark').optional(),
};

const kind = <K extends string>(name: K) => z.literal(name).meta({ description: 'Kind of test' });

const tolerance = z.union([
  z.strictObject({ absolute: finite.nonnegative().meta({ description: 'In the unit of the metric' }) }),
  z.strictObject({ relative: finite.nonnegative().meta({ description: 'Share of the value' }) }),
]);

const writtenNumber = z.string().regex(/^[-+]?\d+(\.\d+)?$/, 'must be a number in quotes, as printed, e.g. "0.87"');

const valueClaim = z.strictObject({
  kind: kind('value'),
  ...common,
  metric: addressSchema.optional(),
  value: writtenNumber.optional().meta({ description: 'The number as written, in quotes so that its digits are kept' }),
  tolerance: tolerance
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
  form: z
    .enum(['ratio', 'increase', 'reduction'])
    .default('ratio')
    .meta({ description: 'What value is: a/b; increase, a/b - 1 (0.29 for +29%); reduction, 1 - a/b' }),
  relation: relation
    .optional()
    .meta({ description: 'How the ratio must stand to the value; left out, it must equal it within the tolerance' }),
  value: writtenNumber.optional().meta({ description: 'The number as written, in quotes; a share and not per cent' }),
  tolerance: tolerance
    .optional()
    .meta({ description: 'Else 10% relative where the value is reported by a study, else the digits written' }),
});

const trendClaim = z.strictObject({
  kind: kind('trend'),
  ...common,
  metric: addressSchema.optional(),
  over: z.string().optional().meta({ description: 'Scope key along which the trend runs' }),
  trend: z
    .enum(['increasing', 'decreasing', 'constant', 'saturating'])
    .optional()
    .meta({
      description:
        'increasing, decreasing: from end to end, with no step back beyond noise; constant: within the tolerance of the mean; ' +
        'saturating: increasing or decreasing, and the last step moves by less than the tolerance of the whole way',
    }),
  tolerance: tolerance.optional().meta({ description: 'For constant and saturating; else 10% relative' }),
});

const identityClaim = z.strictObject({
  kind: kind('identity'),
  ...common,
  left: operand.optional(),
  right: operand.optional(),
  tolerance: tolerance.optional().meta({ description: 'Else none: the two numbers are the same' }),
});

const negativeClaim = z.strictObject({
  kind: kind('negative'),
  ...common,
  left: operand.optional(),
  relation: relation
    .optional()
    .meta({ description: 'How one would expect the left side to stand to the right; the claim says it does not' }),
  right: operand.optional(),
  margin: finite.default(0).meta({ description: 'How much the left side would have to win by' }),
});

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
    gates: list(trackGateSchema, 'Thresholds with their bands'),
    trees: list(decisionTreeSchema, 'Decision trees'),
    triggers: list(triggerTableSchema, 'What to run when'),
    acceptance: list(acceptanceTableSchema, 'Acceptance tables: criteria and the claims that judge them'),
  })
  .meta({ description: 'content/claims/<track>.yaml' });

export type Verdict = z.infer<typeof verdictSchema>;
export type Claim = z.infer<typeof claimSchema>;
