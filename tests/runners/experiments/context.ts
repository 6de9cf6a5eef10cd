import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { aggregate } from '../../../runners/src/engine/aggregate.ts';
import type { ExperimentModule, RunResult, Upstream } from '../../../runners/src/engine/experiment.ts';
import { sweepPoints } from '../../../runners/src/engine/plan.ts';
import { experimentConfigSchema, resolveConfig, type Outcome } from '../../../runners/src/schema/index.ts';

/** The smoke profile of a config in this root. */
export function smokeConfig(id: string) {
  const file = new URL(`../../../experiments/${id}/config.yaml`, import.meta.url);
  return resolveConfig(experimentConfigSchema.parse(parse(readFileSync(file, 'utf8'))), 'smoke')!;
}

const kept = new Map<string, Uint8Array>();

function cached(key: string, make: () => Uint8Array): Uint8Array {
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key)!.slice();
}

async function load<T>(folder: string, runner: string): Promise<T> {
  const [suite, module] = runner.split('/');
  const file = new URL(`../../../runners/src/suites/${suite}/${folder}${module}.ts`, import.meta.url);
  return ((await import(file.href)) as { default: T }).default;
}

/** An upstream experiment that left no files. */
export const upstreamWith = (params: unknown, outcome: Outcome): Upstream => ({
  params,
  outcome,
  artefact(name) {
    throw new Error(`no file "${name}" was left`);
  },
});

const noData = (): never => {
  throw new Error('it reads no data');
};

/** One run of an experiment's smoke profile at a sweep point (default: the first). */
export async function runOnce(
  id: string,
  upstream: Record<string, Upstream>,
  { seed = 1, point }: { seed?: number; point?: Record<string, string | number> } = {},
): Promise<RunResult> {
  const config = smokeConfig(id);
  const module = await load<ExperimentModule<unknown>>('', config.runner);
  const params = module.params.parse({ ...config.params, ...(point ?? sweepPoints(config.sweep)[0]) });
  return module.run(params, {
    seed,
    upstream,
    file: noData,
    files: noData,
    backend: { name: 'wasm' },
    progress: () => {},
    cached,
    checkpoints: null,
    leave: () => {},
  });
}

/** The whole smoke profile of an experiment, aggregated as the engine does. */
export async function runSmoke(id: string, upstream: Record<string, Upstream>): Promise<Outcome> {
  const config = smokeConfig(id);
  const runs = [];
  for (const seed of config.seeds) {
    for (const point of sweepPoints(config.sweep)) {
      runs.push({ seed, result: await runOnce(id, upstream, { seed, point }) });
    }
  }
  return aggregate(id, 'smoke', runs);
}

/** The figures of an outcome. */
export async function figuresOf(outcome: Outcome) {
  const make = await load<(outcome: Outcome) => import('../../../runners/src/figures/figure.ts').FigureSpec[]>(
    'figures/',
    smokeConfig(outcome.id).runner,
  );
  return make(outcome);
}
