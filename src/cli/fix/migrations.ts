/** A field that had another place or name in an older version of a format. */
export interface Migration {
  /** Version that had the old place. */
  version: number;
  /** Format of the file, as `fixableFiles` names it. */
  format: string;
  from: readonly [string, string];
  /** A key at the top of the file. */
  to: string;
  why: string;
}

/** Version that this tool reads and writes. */
export const currentVersion = 1;

/**
 * Fields that were renamed. Version 0 is what was written before the first release: most of it is version 1 as it is, so
 * that the number alone changes, and what is listed here moves. A file that says 1 and has an old field is mended too:
 * the field moved before the number had a meaning, and version 1 knows nothing of the old place.
 */
export const migrations: readonly Migration[] = [
  {
    version: 0,
    format: 'experiment-config',
    from: ['command', 'artefacts'],
    to: 'artefacts',
    why: 'every runner may leave artefacts, not only commands',
  },
];
