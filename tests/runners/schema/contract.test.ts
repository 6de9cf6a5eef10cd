import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { z } from 'zod';
import {
  claimsFileSchema,
  cardSchema,
  claimsTranslationSchema,
  contradictionsSchema,
  glossarySchema,
  hubSchema,
  noteSchema,
  principleSchema,
  repositoriesSchema,
  roadmapSchema,
  sessionSchema,
  startSchema,
  translationSchema,
  commandMetricsSchema,
  datasetSchema,
  experimentConfigSchema,
  experimentLogSchema,
  factoryConfigSchema,
  measurementsSchema,
  outcomeSchema,
  provenanceSchema,
  trackSchema,
} from '@paper-factory/runners/schema';

const schemas = {
  claimsFileSchema,
  cardSchema,
  claimsTranslationSchema,
  contradictionsSchema,
  glossarySchema,
  hubSchema,
  noteSchema,
  principleSchema,
  repositoriesSchema,
  roadmapSchema,
  sessionSchema,
  startSchema,
  translationSchema,
  commandMetricsSchema,
  datasetSchema,
  experimentConfigSchema,
  experimentLogSchema,
  factoryConfigSchema,
  measurementsSchema,
  outcomeSchema,
  provenanceSchema,
  trackSchema,
};

type Json = { [key: string]: unknown };

/** Every object schema and every property in it, with the path that leads there. */
function* walk(schema: Json, path: string): Generator<{ path: string; schema: Json; property: boolean }> {
  yield { path, schema, property: false };
  for (const [name, child] of Object.entries((schema.properties as Json) ?? {})) {
    yield { path: `${path}.${name}`, schema: child as Json, property: true };
    yield* walk(child as Json, `${path}.${name}`);
  }
  for (const key of ['anyOf', 'oneOf', 'allOf'] as const) {
    for (const [i, child] of ((schema[key] as Json[]) ?? []).entries()) yield* walk(child, `${path}(${i})`);
  }
  if (schema.items) yield* walk(schema.items as Json, `${path}[]`);
  if (typeof schema.additionalProperties === 'object') yield* walk(schema.additionalProperties as Json, `${path}{}`);
}

suite('contract', () => {
  for (const [name, schema] of Object.entries(schemas)) {
    const json = z.toJSONSchema(schema, { io: 'input', reused: 'inline' }) as Json;
    test(`${name}: every field has a description`, () => {
      const bare = [...walk(json, name)].filter(({ property, schema }) => property && !schema.description);
      assert.deepEqual(
        bare.map(({ path }) => path),
        [],
      );
    });
    test(`${name}: every object is strict`, () => {
      const loose = [...walk(json, name)].filter(
        ({ schema }) => schema.properties && schema.additionalProperties !== false,
      );
      assert.deepEqual(
        loose.map(({ path }) => path),
        [],
      );
    });
  }
});
