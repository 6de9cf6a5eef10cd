import { z } from 'zod';
import { addressSchema } from './address.ts';
import { claimId, list, relation, slug, text } from './ids.ts';
import { finite } from './outcome.ts';
import { sourceSchema } from './source.ts';

const claims = (description: string) => list(claimId, description);

const band = z.strictObject({
  relation: relation.meta({ description: 'How the metric must stand to the threshold' }),
  threshold: finite.meta({ description: 'In the unit of the metric' }),
});

/** A threshold with its bands. The first band of `excellent`, `good` that the executed metric lies in is its state, else `fail`. */
export const trackGateSchema = z
  .strictObject({
    id: slug.meta({ description: 'Short name, unique in the track' }),
    text: text('What is gated'),
    when: text('When it is looked at, e.g. every epoch').optional(),
    metric: addressSchema.optional(),
    experiment: slug.optional().meta({ description: 'Planned experiment that will measure it' }),
    bands: z
      .strictObject({
        excellent: band.optional().meta({ description: 'The better band' }),
        good: band.optional().meta({ description: 'The band that passes' }),
      })
      .default({})
      .meta({ description: 'Bands that pass, the better first; outside of both the gate fails' }),
    printed: z
      .strictObject({
        excellent: text('Better band').optional(),
        good: text('Band that passes').optional(),
        fail: text('Band that fails').optional(),
        prior: text('What earlier work reached').optional(),
      })
      .optional()
      .meta({ description: 'The bands as the source prints them' }),
    claims: claims('Claims that state the gate; without a metric they decide it'),
    source: sourceSchema.optional(),
    note: text('Remark').optional(),
  })
  .meta({ description: 'A threshold with its bands: excellent, good or fail' });

const treeNode = z.strictObject({
  id: slug.meta({ description: 'Short name, unique in the tree' }),
  kind: z.enum(['action', 'condition', 'outcome']).meta({
    description: 'action: work to do; condition: a claim or gate that opens or closes the way; outcome: an end',
  }),
  text: text('What stands in the node'),
  claim: claimId.optional().meta({ description: 'Condition: open when verified, closed when falsified' }),
  gate: slug.optional().meta({ description: 'Condition: open when this gate of the track passes' }),
  unless: z
    .boolean()
    .default(false)
    .meta({ description: 'Condition: turns it round, open when the claim or gate does not hold' }),
  experiment: slug.optional().meta({ description: 'Action: the experiment that is the work; done is computed' }),
  next: list(slug, 'Nodes that follow'),
});

/** A decision tree as data; which way is open is computed from verdicts and gates. */
export const decisionTreeSchema = z
  .strictObject({
    id: slug.meta({ description: 'Short name, unique in the track' }),
    title: text('Title'),
    root: slug.meta({ description: 'Node it begins with' }),
    nodes: z.array(treeNode).min(1).meta({ description: 'Every node, reached from the root' }),
    source: sourceSchema.optional(),
    note: text('Remark').optional(),
  })
  .meta({ description: 'A decision tree: each condition a claim or a gate' });

export const triggerTableSchema = z
  .strictObject({
    id: slug.meta({ description: 'Short name, unique in the track' }),
    title: text('Title'),
    rows: z
      .array(
        z.strictObject({
          when: text('What is seen'),
          diagnosis: text('What it may mean').optional(),
          run: text('What to do'),
          claims: claims('The row is triggered when one of them is verified'),
          experiments: list(slug, 'Experiments that do it'),
        }),
      )
      .meta({ description: 'One row a trigger' }),
    source: sourceSchema.optional(),
    note: text('Remark').optional(),
  })
  .meta({ description: 'What to run when' });

export const acceptanceTableSchema = z
  .strictObject({
    id: slug.meta({ description: 'Short name, unique in the track' }),
    title: text('Title'),
    rows: z
      .array(
        z.strictObject({
          criterion: text('What is required'),
          claim: claimId.meta({ description: 'The claim that judges it' }),
          required: z.boolean().default(true).meta({ description: 'Whether acceptance needs it' }),
          reported: text('What the source says of it').optional(),
          note: text('Remark').optional(),
        }),
      )
      .meta({ description: 'One row a criterion' }),
    source: sourceSchema.optional(),
    note: text('Remark').optional(),
  })
  .meta({ description: 'Criteria; each row shows the verdict and value of its claim' });

export type TrackGate = z.infer<typeof trackGateSchema>;
export type DecisionTree = z.infer<typeof decisionTreeSchema>;
export type TriggerTable = z.infer<typeof triggerTableSchema>;
export type AcceptanceTable = z.infer<typeof acceptanceTableSchema>;
