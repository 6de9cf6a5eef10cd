/** What every backend must do: `testBackend(options)` declares the tests. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import {
  loadBackend,
  type Backend,
  type BackendName,
  type BackendOptions,
} from '../../../runners/src/backend/index.ts';
import { families, allCases } from './cases/index.ts';
import { checkForward, checkGradient, withoutLeak } from './check.ts';
import { startReference } from './expected.ts';
import { knownLimit, type Part } from './known-limits.ts';
import { largeChecks, largeGradients, referenceChecks } from './large.ts';
import { models } from './models.ts';
import { checkTraining, testSaving } from './test-models.ts';
import { checkAdamStep, checkSumOfSquares } from './updates.ts';

/** What tfjs calls each backend, and the form of its version. */
const identities: Record<BackendName, [string, RegExp]> = {
  wasm: ['wasm', /^tfjs 4\.\d+\.\d+, kernels [0-9a-f]{12}$/],
  node: ['tensorflow', /tensorflow/i],
  cpu: ['cpu', /^tfjs 4\.\d+\.\d+$/],
};

const LENGTHS = [1, 3, 4, 7, 64, 1003];

export function testBackend({ name, threads = 1 }: BackendOptions): void {
  describe(`backend ${name}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`, () => {
    const counts = { values: { passed: 0, all: 0 }, gradient: { passed: 0, all: 0 } };
    let backend: Backend;
    let reference: ReturnType<typeof startReference>;
    before(async () => {
      backend = await loadBackend({ name, threads });
      reference = startReference(allCases);
    });

    test('is the backend of tfjs, with a version and its threads', () => {
      const [tfjsName, version] = identities[name];
      assert.equal(tf.getBackend(), tfjsName);
      assert.equal(backend.name, name);
      assert.match(backend.version, version);
      assert.equal(backend.threads, name === 'cpu' ? 1 : threads);
    });

    /** Declares a test, or that it still fails where the backend cannot do it. */
    const declare = (title: string, part: Part, run: () => void | Promise<void>) => {
      const reason = knownLimit(name, part, title);
      if (!reason) return test(`${title}: ${part}`, run);
      return test(`${title}: ${part}, known to fail: ${reason}`, async () => {
        await assert.rejects(async () => run(), Error, 'it works now: take it out of known-limits.ts');
      });
    };

    for (const [family, cases] of Object.entries(families)) {
      describe(family, () => {
        for (const testCase of cases) {
          for (const part of testCase.differentiable ? (['values', 'gradient'] as const) : (['values'] as const)) {
            declare(testCase.name, part, async () => {
              const expected = await reference(testCase);
              counts[part].all++;
              if (part === 'values') checkForward(testCase, expected);
              else checkGradient(testCase, expected);
              counts[part].passed++;
            });
          }
        }
      });
    }

    // Plain JavaScript has no blocks: these would take a third of its time and tell nothing.
    if (name !== 'cpu') {
      describe('large sizes', () => {
        const checks = [...largeChecks, ...(name === 'wasm' ? referenceChecks : [])];
        for (const { name: title, run } of checks) declare(title, 'values', () => withoutLeak(run));
        for (const { name: title, run } of largeGradients) declare(title, 'gradient', () => withoutLeak(run));
      });
    }

    describe('updates', () => {
      for (const length of LENGTHS) {
        test(`Adam's step on ${length} weights`, () => checkAdamStep(backend, length));
        test(`sum of ${length} squares`, () => checkSumOfSquares(backend, length));
      }
    });

    describe('models', () => {
      for (const model of Object.keys(models)) {
        declare(`training of ${model}`, 'gradient', () => checkTraining(model));
        testSaving(model);
      }
    });

    test('how many cases pass', (t) => {
      for (const [part, { passed, all }] of Object.entries(counts)) {
        t.diagnostic(`${name}, ${threads} thread(s): ${part} agree in ${passed} of ${all} cases`);
      }
    });
  });
}
