import type { CollectionName } from '../content/types.ts';
import type { Judged, Rung } from './types.ts';

/** Something that is there no more, as it was called. */
export interface Gone {
  id: string;
  title: string;
}

/** Pages of a collection by id. */
export interface ChangedPages {
  collection: CollectionName;
  added: string[];
  changed: string[];
  removed: Gone[];
  moved: { from: string; to: string }[];
}

/** What changed in what a root shows since a commit. Private entries are left out on both sides. */
export interface Changes {
  /** Tag or commit, as it was asked for. */
  since: string;
  /** Day of the commit. */
  date: string;
  /** null where it would tell who wrote it. */
  commit: string | null;
  /** Files of then that this version cannot read. */
  unread: number;
  claims: {
    changed: { id: string; from: Judged['verdict']; to: Judged['verdict'] }[];
    added: string[];
    /** Same id, another statement or test. */
    restated: string[];
    removed: (Gone & { verdict: Judged['verdict'] })[];
  };
  /** Metrics of experiments whose value changed, at the root's profile. */
  numbers: { experiment: string; rows: { address: string; from: number; to: number }[] }[];
  experiments: {
    /** New, with a result or without. */
    added: string[];
    removed: Gone[];
    moved: { from: string; to: string }[];
    /** Executed again; `same` where no number changed. */
    executed: { id: string; same: boolean }[];
    /** Executed for the first time. */
    first: string[];
  };
  /** `from` is null for a new track. */
  maturity: { track: string; from: Rung | null; to: Rung }[];
  pages: ChangedPages[];
  contradictions: { added: string[]; removed: Gone[] };
}
