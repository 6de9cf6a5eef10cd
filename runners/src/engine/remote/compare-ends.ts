import { entryName } from '../run-manifest.ts';
import { entriesAmong, runFolder } from './names.ts';
import { forEachRun, type Ends, type NamedRun, type TransferOptions } from './transfer.ts';

/** Measurements of one run that only one end has, or both. */
export interface EndsOfRun extends NamedRun {
  here: number;
  there: number;
  both: number;
}

/** What a push and a pull would move. @throws {UserError} where the remote cannot be reached. */
export function compareEnds({ store, remote }: Ends, options: Pick<TransferOptions, 'runs' | 'signal'>) {
  return forEachRun(options, async (run): Promise<EndsOfRun> => {
    const here = new Set(store.manifests(run.key).map(entryName));
    const there = entriesAmong(await remote.list(runFolder(run.key)), run.key);
    const both = there.filter((entry) => here.has(entry)).length;
    return { ...run, here: here.size - both, there: there.length - both, both };
  });
}
