import type { Claim, Metric, Verdict } from '@paper-factory/runners/schema';
import type { Changes } from './changes.ts';

/** `fresh`, `missing`, or `stale` with the part of the key that changed. */
export interface Freshness {
  status: 'fresh' | 'stale' | 'missing';
  reason: string;
}

/** One side of a claim's test: a number as written, or an executed metric. */
export interface Operand {
  /** Canonical address, or null for a plain number. */
  address: string | null;
  value: number;
  metric: Metric | null;
}

/** A claim with the verdict that the executed numbers give it. */
export interface Judged {
  id: string;
  track: string;
  kind: Claim['kind'];
  claim: Claim;
  verdict: Verdict;
  expect: Verdict;
  /** Judged, and as the author says; unjudged claims are neither as expected nor a fault. */
  asExpected: boolean;
  /** One sentence: why this verdict, with the numbers. */
  reason: string;
  /** Contested only: what disagrees about the relation. */
  contestedBy?: 'seeds' | 'measurements';
  /** The test as text, e.g. `0.783 <= R2max <= 0.957` or `0.71 > 0.61 + 0.05`; empty where nothing was tested. */
  test: string;
  /** The author's number as written, or null. */
  written: string | null;
  /** The executed number that was tested, or null. */
  executed: number | null;
  operands: Operand[];
  /** The executed scale is below the claimed one; says which, e.g. `train 16384 of 1000000`. */
  toy: string | null;
  calibration: boolean;
  /** Experiments the claim is bound to. */
  experiments: string[];
}

export type Rung = 'idea' | 'evidence' | 'executed' | 'draftable' | 'submittable';

/** A track's rung, computed from evidence, and the one item that blocks the next rung. */
export interface Maturity {
  id: string;
  rung: Rung;
  next: Rung | null;
  /** What stands in the way of `next`, or null at the top. */
  blockedBy: { text: string; claim?: string; experiment?: string; figure?: string } | null;
  /** How far each rung's condition is met, e.g. executed: 8 of 17 claims. */
  progress: { rung: Rung; done: number; of: number; what: string }[];
}

/** What a build knows about re-execution on this machine; written by the CLI, read by the site. */
export interface BuildState {
  /** By `<id>/<profile>`. */
  freshness: Record<string, Freshness>;
  /** null for a plain build, so that it gives the same bytes everywhere. */
  verification: {
    seconds: number;
    node: string;
    platform: string;
    results: {
      id: string;
      profile: string;
      result: 'equal' | 'within-noise' | 'changed' | 'flipped';
      seconds: number;
    }[];
    /** Results that did not fit in the time. */
    left: string[];
  } | null;
  /** How this build is published, where its options say otherwise than the root's config. */
  publication?: Publication;
  /** What changed since a tag, where the build was asked for it. */
  changes?: Changes | null;
}

/** What the options of a build say about its publication. */
export interface Publication {
  /** Path under which the site is served, and its public address; null: as the config says. */
  base: string | null;
  url: string | null;
  /** Whether nothing may tell who wrote it. */
  anonymous: boolean;
}
