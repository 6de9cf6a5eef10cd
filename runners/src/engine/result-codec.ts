import { z } from 'zod';
import { curveSchema, gateSchema, metricSchema, UserError } from '../schema/index.ts';
import { canonicalJson } from './canonical.ts';
import type { RunResult } from './experiment.ts';

/** Any number: what a run that diverged says need not be finite. */
const number = z.custom<number>((value) => typeof value === 'number', 'must be a number');
const numbers = z.custom<number[]>(
  (value) => Array.isArray(value) && value.every((item) => typeof item === 'number'),
  'must be a list of numbers',
);

const axis = curveSchema.shape.x.extend({ values: numbers });

/** The shape of a {@link RunResult} with lists of numbers in place of typed arrays. */
const resultSchema = z.strictObject({
  status: z.enum(['ok', 'diverged', 'failed-gate']).optional(),
  metrics: z.array(
    metricSchema
      .omit({ perSeed: true, ci: true })
      .extend({ value: number, resamples: numbers.optional(), keepResamples: z.boolean().optional() }),
  ),
  curves: z.array(z.strictObject({ ...curveSchema.shape, x: axis, y: axis })).optional(),
  gates: z.array(gateSchema.extend({ value: number, threshold: number })).optional(),
  scale: z.record(z.string(), number).optional(),
});

/** Numbers that JSON cannot hold are written as `{ "$number": "NaN" }`; no field of a result has that name. */
const mark = '$number';
const marked = new Map(
  [NaN, Infinity, -Infinity, -0].map((value) => [Object.is(value, -0) ? '-0' : `${value}`, value]),
);

const isPlain = (value: number): boolean => Number.isFinite(value) && !Object.is(value, -0);

/** Typed arrays as lists, and what JSON cannot hold as marks. */
function toJson(value: unknown): unknown {
  if (typeof value === 'number') return isPlain(value) ? value : { [mark]: Object.is(value, -0) ? '-0' : `${value}` };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, toJson);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
}

function fromJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(fromJson);
  if (mark in value) {
    const number = marked.get(String(value[mark]));
    if (number === undefined) throw new SyntaxError(`"${value[mark]}" is no number`);
    return number;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromJson(item)]));
}

function parse(value: unknown): RunResult {
  const parsed = resultSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new UserError(`the result of a run does not follow the schema: ${faults.join('; ')}`);
}

/**
 * The bytes of a run's result: canonical JSON, from which every number comes back bit for bit.
 * @throws {UserError} where it does not have the shape of a result.
 */
export function encodeResult(result: RunResult): Uint8Array {
  const json = toJson(result);
  parse(fromJson(json));
  return Buffer.from(canonicalJson(json));
}

/**
 * The result of a run from its bytes; typed arrays come back as lists.
 * @throws {SyntaxError | UserError} where they are no result.
 */
export function decodeResult(bytes: Uint8Array): RunResult {
  return parse(fromJson(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))));
}
