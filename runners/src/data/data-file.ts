/** A file that a run reads, with what messages call it. */
export interface DataFile {
  /** Relative to the root, with `/`. */
  path: string;
  bytes: Uint8Array;
}
