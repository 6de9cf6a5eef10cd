import { Worker } from 'node:worker_threads';
import type { Case } from './case.ts';

/** Derivatives of the weighted sum of the outputs with respect to one input, at the points of `probesOf`. */
export interface Gradient {
  elements: number[];
  directions: number[];
}

/** What a case gives in double precision. */
export interface Expected {
  name: string;
  shape: number[];
  values: number[];
  gradients: Gradient[];
}

/** Starts to evaluate the cases in double precision, see `float64.ts`; gives the results as they come. */
export function startReference(cases: Case[]): (testCase: Case) => Promise<Expected> {
  const waiting = new Map(cases.map(({ name }) => [name, Promise.withResolvers<Expected>()]));
  if (waiting.size < cases.length) throw new Error('two cases have one name');
  const worker = new Worker(new URL('./float64.ts', import.meta.url), { workerData: [...waiting.keys()] });
  worker.on('message', (expected: Expected) => waiting.get(expected.name)!.resolve(expected));
  worker.on('error', (error) => {
    for (const { reject } of waiting.values()) reject(error);
  });
  for (const { promise } of waiting.values()) promise.catch(() => {});
  return ({ name }) => waiting.get(name)!.promise;
}
