import { statSync } from 'node:fs';
import { canonicalJson } from '../canonical.ts';
import { blobsOf, entryName, type RunManifest } from '../run-manifest.ts';
import { entriesAmong, objectName, runFolder } from './names.ts';
import { forEachRun, onceEach, type Ends, type TransferEvent, type TransferOptions } from './transfer.ts';

/**
 * Sends what the remote lacks: of each run every measurement, its blobs first and its manifest last, so that a manifest
 * over there always has its blobs and a push that was stopped goes on where it was.
 * @returns What became of each measurement; `refused` where a blob is spoilt or missing here.
 * @throws {UserError} where the remote cannot be reached or refuses.
 */
export async function push({ store, remote }: Ends, options: TransferOptions): Promise<TransferEvent[]> {
  /** @returns bytes sent, or null where the blob is not whole here. */
  const sendBlob = onceEach(async (digest: string): Promise<number | null> => {
    if (await remote.has(objectName(digest))) return 0;
    if (!store.objects.check(digest)) return null;
    const file = store.objects.path(digest);
    await remote.put(objectName(digest), { file });
    return statSync(file).size;
  });

  const send = async (manifest: RunManifest): Promise<Pick<TransferEvent, 'status' | 'reason' | 'bytes'>> => {
    const text = `${canonicalJson(manifest)}\n`;
    let bytes = text.length;
    for (const digest of blobsOf(manifest)) {
      const sent = await sendBlob(digest);
      if (sent === null) return { status: 'refused', reason: `its blob ${digest} is not whole here`, bytes: 0 };
      bytes += sent;
    }
    await remote.put(`${runFolder(manifest.key)}/${entryName(manifest)}`, { text });
    return { status: 'sent', reason: '', bytes };
  };

  const events = await forEachRun(options, async (run) => {
    const manifests = store.manifests(run.key);
    if (manifests.length === 0) return [];
    const there = new Set(entriesAmong(await remote.list(runFolder(run.key)), run.key));
    const sent: TransferEvent[] = [];
    for (const manifest of manifests) {
      const entry = entryName(manifest);
      const end = there.has(entry) ? { status: 'present' as const, reason: '', bytes: 0 } : await send(manifest);
      sent.push({ event: 'transfer', ...run, entry, ...end });
      options.emit(sent.at(-1)!);
    }
    return sent;
  });
  return events.flat();
}
