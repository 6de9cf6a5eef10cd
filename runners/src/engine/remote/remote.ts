import type { Remote as RemoteSettings } from '../../schema/remote.ts';
import { openFolder } from './folder.ts';

/** Bytes to send: a small text, or a file of any size. */
export type Payload = { text: string } | { file: string };

/**
 * A place that machines share files through. Names have slashes and come from digests; a driver knows nothing of what
 * they mean. Everything throws a {@link UserError} where the place cannot be reached or does not let one in.
 */
export interface Remote {
  /** For people, e.g. `s3://bucket/prefix`. */
  place: string;
  has(name: string): Promise<boolean>;
  /** Null where there is none. */
  get(name: string): Promise<AsyncIterable<Uint8Array> | null>;
  /** Others see the whole file or none. */
  put(name: string, payload: Payload): Promise<void>;
  /** Names of all files below a folder, in no order. */
  list(folder: string): Promise<string[]>;
  /** Lets connections go. */
  close(): void;
}

/**
 * Opens what `remote` in factory.config.yaml names, and looks whether it answers.
 * @param root Absolute; a folder is named from there.
 */
export async function openRemote(settings: RemoteSettings, root: string): Promise<Remote> {
  if ('folder' in settings) return openFolder(settings.folder, root);
  // The client takes 0.2 s to load, which nobody pays for who does not use it.
  const { openS3 } = await import('./s3.ts');
  return openS3(settings.s3);
}
