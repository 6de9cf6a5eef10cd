import { z } from 'zod';
import * as schemas from './index.ts';

/** Formats that people write or that programs exchange, by the name of their JSON Schema. */
const formats: Record<string, z.ZodType> = {
  'factory-config': schemas.factoryConfigSchema,
  'experiment-config': schemas.experimentConfigSchema,
  claims: schemas.claimsFileSchema,
  'claims-translation': schemas.claimsTranslationSchema,
  track: schemas.trackSchema,
  'experiment-log': schemas.experimentLogSchema,
  dataset: schemas.datasetSchema,
  hub: schemas.hubSchema,
  roadmap: schemas.roadmapSchema,
  card: schemas.cardSchema,
  principle: schemas.principleSchema,
  session: schemas.sessionSchema,
  note: schemas.noteSchema,
  guide: schemas.guideSchema,
  translation: schemas.translationSchema,
  glossary: schemas.glossarySchema,
  contradictions: schemas.contradictionsSchema,
  repositories: schemas.repositoriesSchema,
  start: schemas.startSchema,
  'command-metrics': schemas.commandMetricsSchema,
  outcome: schemas.outcomeSchema,
  provenance: schemas.provenanceSchema,
  measurements: schemas.measurementsSchema,
};

/** The JSON Schemas as text, by the name of their file. They have no `$id`, so that they work wherever they lie. */
export function schemaFiles(): Map<string, string> {
  return new Map(
    Object.entries(formats).map(([name, schema]) => {
      // Draft 7 is the newest that every editor with YAML support reads.
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
      const title = schema.description ?? name;
      return [`${name}.schema.json`, `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`];
    }),
  );
}
