import { z } from 'zod';
import { curveSchema, gateSchema, metricSchema } from '../../schema/outcome.ts';
import { UserError } from '../../schema/user-error.ts';
import type { RunResult } from '../experiment.ts';

const numbers = z.union([z.array(z.number()), z.instanceof(Float64Array)]);

/** What a run gives back. Whether values are finite is judged when runs are put together: one that diverged may have others. */
const resultSchema = z.strictObject({
  status: z.enum(['ok', 'diverged', 'failed-gate']).optional(),
  metrics: z.array(
    metricSchema.omit({ value: true, perSeed: true, ci: true, resamples: true }).extend({
      value: z.custom<number>((value) => typeof value === 'number', 'must be a number'),
      resamples: numbers.optional(),
      keepResamples: z.boolean().optional(),
    }),
  ),
  curves: z.array(curveSchema).optional(),
  gates: z.array(gateSchema).optional(),
  scale: z.record(z.string(), z.number()).optional(),
});

/** @param where The module. @throws {UserError} that names the first thing in it that no outcome can hold. */
export function checkResult(result: unknown, where: string): RunResult {
  const parsed = resultSchema.safeParse(result);
  if (parsed.success) return result as RunResult;
  const [{ path, message }] = parsed.error.issues;
  const name = (result as RunResult | undefined)?.metrics?.[Number(path[1])]?.name;
  const which = path[0] === 'metrics' && typeof name === 'string' ? ` (metric ${name})` : '';
  const place = path.length > 0 ? `${path.map(String).join('.')}${which}` : 'what it returned';
  throw new UserError(`${where}: ${place}: ${message}`, {
    hint: 'A run returns { metrics, curves?, gates?, scale?, status? }.',
  });
}
