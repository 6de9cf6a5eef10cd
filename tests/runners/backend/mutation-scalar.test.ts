/** Tests the checks of `math.wasm`, `normal.wasm` and `trees.wasm` as `mutation.test.ts` does those of the kernels. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { mathDigest, mathDigests, normalDigest, normalDigests, type NormalExports } from '../math/known-bits.ts';
import { choose, describeMutant, nameOf } from './mutants.ts';
import { isUnnoticeable } from './unnoticeable.ts';
import { SwappableKernels } from './swappable-kernels.ts';
import { treeChecks } from './tree-checks.ts';
import { functionsOf, mutate, reachedBy, type WasmFunction } from './wasm-module.ts';

/** Far more than a check takes: a loop that a mutant made endless is noticed too. */
const TIME_LIMIT = 1000;

const read = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../runners/src/backend/wasm/${name}.wasm`, import.meta.url)));

function fails(run: () => void): boolean {
  try {
    runInNewContext('run()', { run }, { timeout: TIME_LIMIT });
    return false;
  } catch {
    return true;
  }
}

/** Whether the module fails a check that calls one of the exports. */
type Notices = (bytes: Uint8Array<ArrayBuffer>, exports: Set<string>) => boolean;

const instantiate = (bytes: Uint8Array<ArrayBuffer>) => new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;

/** Compares the digests of the exports with the committed ones. */
function digestsDiffer<Exports, Name extends string>(
  known: Record<Name, string>,
  digest: (exports: Exports, name: Name) => string,
) {
  const notices: Notices = (bytes, exports) =>
    fails(() => {
      const module = instantiate(bytes) as Exports;
      const names = (Object.keys(known) as Name[]).filter((name) => exports.has(name) || exports.size === 0);
      for (const name of names) assert.equal(digest(module, name), known[name]);
    });
  return notices;
}

const trees = new SwappableKernels(read('trees'));
trees.backendIsLoaded();
const treesFail: Notices = (bytes) => {
  trees.put(bytes);
  return fails(() => {
    for (const { run } of treeChecks) run();
  });
};

/** Functions that more than one module has, and that are tried in `math.wasm`: by their instructions. */
const signature = ({ arithmetic }: WasmFunction) => arithmetic.map(({ name }) => name).join();
const mathFunctions = new Set(functionsOf(read('math')).map(signature));
const isCopy = (module: string, each: WasmFunction) =>
  module !== 'math' && each.arithmetic.length > 20 && mathFunctions.has(signature(each));

const modules: Record<string, Notices> = {
  math: digestsDiffer(mathDigests, mathDigest),
  normal: digestsDiffer<NormalExports, keyof typeof normalDigests>(normalDigests, normalDigest),
  trees: treesFail,
};

for (const [name, notices] of Object.entries(modules)) {
  describe(`mutants of ${name}.wasm`, () => {
    const bytes = read(name);
    const functions = functionsOf(bytes);
    const own = functions.filter((each) => !isCopy(name, each));
    const reached = reachedBy(functions);
    let [tried, killed] = [0, 0];

    test('the module as it is passes', () => {
      assert.equal(notices(bytes, new Set(functions.flatMap(({ exports }) => exports))), false);
    });

    for (const each of own.filter(({ arithmetic }) => arithmetic.length > 0)) {
      const callers = reached.get(each.index)!;
      const title = nameOf(each, callers);
      test(`${title}: changing an instruction is noticed`, () => {
        const survivors = choose(each).filter((mutant) => {
          if (isUnnoticeable(name, title, describeMutant(each, mutant))) return false;
          const dead = notices(mutate(bytes, mutant), callers);
          tried++;
          if (dead) killed++;
          return !dead;
        });
        assert.deepEqual(survivors.map((mutant) => describeMutant(each, mutant)), []); // prettier-ignore
      });
    }

    test('how many mutants were noticed', (t) => {
      const all = own.reduce((total, { arithmetic }) => total + arithmetic.length, 0);
      t.diagnostic(`${name}: ${killed} of ${tried} mutants noticed; ${all} arithmetic instructions`);
    });
  });
}
