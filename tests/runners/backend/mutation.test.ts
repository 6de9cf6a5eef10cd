/**
 * Tests the suite: with one arithmetic instruction of a kernel changed, some check must fail. By default a few
 * instructions of every function are tried; with PF_MUTANTS=all each one is, and those that survive are printed.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { allCases } from './cases/index.ts';
import { checkForward, checkGradient, withoutLeak } from './check.ts';
import { exactnessChecks } from './exactness.ts';
import { startReference } from './expected.ts';
import { knownLimit } from './known-limits.ts';
import { largeChecks, largeGradients, referenceChecks, type Check } from './large.ts';
import { matrixChecks } from './matrix-checks.ts';
import { choose, describeMutant, nameOf } from './mutants.ts';
import { SwappableKernels } from './swappable-kernels.ts';
import { checkAdamStep, checkSumOfSquares } from './updates.ts';
import { functionsOf, mutate, reachedBy, type Arithmetic } from './wasm-module.ts';

const path = new URL('../../../runners/src/backend/wasm/kernels.wasm', import.meta.url);
const bytes = new Uint8Array(readFileSync(path));
const functions = functionsOf(bytes);
const reached = reachedBy(functions);
const kernels = new SwappableKernels(bytes);

interface MeasuredCheck extends Check {
  kernels: Set<string>;
  time: number;
}

async function listChecks(): Promise<Check[]> {
  const backend = await loadBackend({ name: 'wasm' });
  kernels.backendIsLoaded();
  const reference = startReference(allCases);
  const checks: Check[] = [...matrixChecks, ...exactnessChecks, ...referenceChecks];
  for (const testCase of allCases) {
    const expected = await reference(testCase);
    const { name } = testCase;
    if (!knownLimit('wasm', 'values', name)) checks.push({ name, run: () => checkForward(testCase, expected) });
    if (testCase.differentiable && !knownLimit('wasm', 'gradient', name)) {
      checks.push({ name: `${name}: gradient`, run: () => checkGradient(testCase, expected) });
    }
  }
  checks.push(...largeChecks, ...largeGradients.filter(({ name }) => !knownLimit('wasm', 'gradient', name)));
  for (const length of [1, 3, 4, 7, 64, 1003]) {
    checks.push({ name: `Adam's step on ${length}`, run: () => checkAdamStep(backend, length) });
    checks.push({ name: `sum of ${length} squares`, run: () => checkSumOfSquares(backend, length) });
  }
  return checks;
}

/** The checks with the kernels that each uses, the quickest first. */
function measure(checks: Check[]): MeasuredCheck[] {
  const measured = checks.map((check) => {
    kernels.called.clear();
    const start = performance.now();
    withoutLeak(check.run);
    return { ...check, kernels: new Set(kernels.called), time: performance.now() - start };
  });
  return measured.filter((check) => check.kernels.size > 0).sort((a, b) => a.time - b.time);
}

/** Runs the checks until one fails, which then comes first: it is likely to notice the next mutant too. */
function isKilled(mutant: Arithmetic, checks: MeasuredCheck[]): boolean {
  kernels.put(mutate(bytes, mutant));
  try {
    for (const [at, { run }] of checks.entries()) {
      try {
        withoutLeak(run);
      } catch {
        checks.unshift(...checks.splice(at, 1));
        return true;
      }
    }
    return false;
  } finally {
    kernels.put();
  }
}

describe('mutants of kernels.wasm', () => {
  let checks: MeasuredCheck[] = [];
  let [tried, killed] = [0, 0];
  before(async () => {
    checks = measure(await listChecks());
  });

  for (const each of functions.filter(({ arithmetic }) => arithmetic.length > 0)) {
    const callers = reached.get(each.index)!;
    const name = nameOf(each, callers);
    test(`${name}: changing an instruction is noticed`, () => {
      const own = checks.filter((check) => [...callers].some((kernel) => check.kernels.has(kernel)));
      assert.ok(own.length > 0, 'no check calls this kernel');
      const survivors = choose(each).filter((mutant) => {
        const dead = isKilled(mutant, own);
        tried++;
        if (dead) killed++;
        return !dead;
      });
      assert.deepEqual(survivors.map((mutant) => describeMutant(each, mutant)), []); // prettier-ignore
    });
  }

  test('the quicker half of the checks passes again with the kernels as they are', () => {
    for (const { run } of checks.slice(0, checks.length / 2)) withoutLeak(run);
  });

  test('how many mutants were noticed', (t) => {
    const all = functions.reduce((total, { arithmetic }) => total + arithmetic.length, 0);
    t.diagnostic(`${killed} of ${tried} mutants noticed; ${all} arithmetic instructions, ${checks.length} checks`);
  });
});
