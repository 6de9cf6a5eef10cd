import { UserError } from '../../schema/index.ts';
import { DigestMismatch } from '../object-store.ts';
import { decodeResult } from '../result-codec.ts';
import { blobsOf, entryName, parseManifest } from '../run-manifest.ts';
import { entriesAmong, objectName, runFolder } from './names.ts';
import type { Remote } from './remote.ts';
import {
  forEachRun,
  onceEach,
  type Ends,
  type NamedRun,
  type TransferEvent,
  type TransferOptions,
} from './transfer.ts';

/** A manifest is a few hundred bytes, and more with many artefacts; what is larger than this is none. */
const largestManifest = 1 << 20;

/** Why something from the remote is not kept. */
class Refusal extends Error {}

/**
 * Fetches what is missing here: of each run every measurement, its blobs first, each checked by its digest, and its
 * manifest last. What is over there is data: manifests and results are parsed, no name is used as a path before it is
 * known to be a digest, and a measurement with anything wrong is refused, named and not kept.
 * @returns What became of each measurement.
 * @throws {UserError} where the remote cannot be reached, or the store cannot be written.
 */
export async function pull({ store, remote }: Ends, options: TransferOptions): Promise<TransferEvent[]> {
  const { objects } = store;
  /** @returns bytes fetched. */
  const fetchBlob = onceEach(async (digest: string): Promise<number> => {
    if (objects.touch(digest)) return 0;
    const bytes = await remote.get(objectName(digest));
    if (bytes === null) throw new Refusal(`its blob ${digest} is not there`);
    const counted = count(bytes);
    try {
      await objects.putStream(counted.bytes, digest);
    } catch (error) {
      if (error instanceof DigestMismatch) throw new Refusal(`its blob ${digest} is spoilt: ${error.message}`);
      if (error instanceof UserError) throw error;
      throw new Refusal(`its blob ${digest} broke off: ${(error as Error).message}`);
    }
    return counted.total();
  });

  const fetchEntry = async (run: NamedRun, entry: string): Promise<number> => {
    const text = await fetchText(remote, `${runFolder(run.key)}/${entry}`);
    const manifest = parseManifest(text);
    if (!manifest) throw new Refusal('its manifest does not follow the schema');
    if (manifest.key !== run.key || entryName(manifest) !== entry) {
      throw new Refusal('its manifest is that of another measurement');
    }
    let bytes = text.length;
    for (const digest of blobsOf(manifest)) bytes += await fetchBlob(digest);
    const result = objects.get(manifest.result);
    try {
      decodeResult(result!);
    } catch (error) {
      throw new Refusal(`its result ${manifest.result} is none: ${(error as Error).message}`);
    }
    store.writeManifest(manifest);
    return bytes;
  };

  const events = await forEachRun(options, async (run) => {
    const whole = store.manifests(run.key).filter((manifest) => blobsOf(manifest).every(objects.touch));
    const here = new Set(whole.map(entryName));
    const fetched: TransferEvent[] = [];
    for (const entry of entriesAmong(await remote.list(runFolder(run.key)), run.key)) {
      const end: Pick<TransferEvent, 'status' | 'reason' | 'bytes'> = { status: 'present', reason: '', bytes: 0 };
      if (!here.has(entry)) {
        try {
          end.bytes = await fetchEntry(run, entry);
          end.status = 'fetched';
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          end.status = 'refused';
          end.reason = error.message;
        }
      }
      fetched.push({ event: 'transfer', ...run, entry, ...end });
      options.emit(fetched.at(-1)!);
    }
    return fetched;
  });
  return events.flat();
}

async function fetchText(remote: Remote, name: string): Promise<string> {
  const bytes = await remote.get(name);
  if (bytes === null) throw new Refusal('its manifest is not there any more');
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.byteLength;
      if (size > largestManifest) throw new Refusal('its manifest is too large to be one');
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(`its manifest broke off: ${(error as Error).message}`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function count(source: AsyncIterable<Uint8Array>) {
  let total = 0;
  return {
    total: () => total,
    bytes: (async function* () {
      for await (const chunk of source) {
        total += chunk.byteLength;
        yield chunk;
      }
    })(),
  };
}
