import type { ExperimentConfig, ExperimentLog } from '@paper-factory/runners/schema';
import { finding } from './rules.ts';
import type { ConfigEntry, Entry, Finding } from './types.ts';

type Configs<T> = ReadonlyMap<string, T & { config: ExperimentConfig }>;

/** Configs that can run, and sketches that nothing runs yet; both in the order given. */
export function splitPlanned<T>(configs: Configs<T>): {
  ready: Map<string, T & { config: ExperimentConfig }>;
  planned: Map<string, T & { config: ExperimentConfig }>;
} {
  const isPlanned = ([, { config }]: [string, { config: ExperimentConfig }]) => config.status === 'planned';
  const all = [...configs];
  return { ready: new Map(all.filter((one) => !isPlanned(one))), planned: new Map(all.filter(isPlanned)) };
}

/** What can run rests on nothing that cannot. */
export function checkUpstreamReady(configs: ReadonlyMap<string, Pick<ConfigEntry, 'config' | 'file' | 'line'>>): Finding[] {
  const { ready, planned } = splitPlanned(configs);
  return [...ready.values()].flatMap(({ config, file, line }) =>
    config.upstream.flatMap((id, i) => {
      if (!planned.has(id)) return [];
      const message = `upstream[${i}]: expected an experiment that can run, found "${id}", which is planned`;
      const hint = `Write status: planned here too, or make experiments/${id}/config.yaml ready.`;
      return [finding('upstream-is-ready', file, line(['upstream', i]), message, hint)];
    }),
  );
}

/** What is wrong between a log's status and its config's, and what to do; null where they agree. */
function disagreement({ status }: ExperimentLog, config: ExperimentConfig): [message: string, hint: string] | null {
  const file = `experiments/${config.id}/config.yaml`;
  if (status === 'planned' && config.status === 'ready') {
    const hint = `Write status: running or done, or status: planned in ${file}.`;
    return [`status: expected what ${file} says, which is ready, found "planned"`, hint];
  }
  if ((status === 'running' || status === 'done') && config.status === 'planned') {
    const hint = `Write status: planned, or take "status: planned" out of ${file} when it can run.`;
    return [`status: expected "planned", as ${file} says, found "${status}"`, hint];
  }
  return null;
}

/** A log is planned exactly where its config is; a plan that was given up may keep its sketch. */
export function checkStatus(
  logs: ReadonlyMap<string, Entry<ExperimentLog>>,
  configs: ReadonlyMap<string, ConfigEntry>,
): Finding[] {
  return [...logs.values()].flatMap(({ data, file, line }) => {
    const entry = configs.get(data.config ?? data.id);
    const found = entry && disagreement(data, entry.config);
    return found ? [finding('status-agrees', file, line(['status']), ...found)] : [];
  });
}
