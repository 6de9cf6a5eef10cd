import type { RunMetric } from '../engine/experiment.ts';
import { metricsFormat } from '../schema/command.ts';
import type { Gate } from '../schema/outcome.ts';

/** As configs name them. */
export const trackerNames = metricsFormat.options;
export type TrackerName = (typeof trackerNames)[number];

/** What only our own JSON says about a metric; trackers keep a name and a number. */
export type MetricDetails = Partial<Pick<RunMetric, 'unit' | 'direction' | 'split' | 'scope' | 'n' | 'digits'>>;

/** The last value of a scalar. */
export interface TrackedMetric {
  /** In the grammar of addresses, e.g. `val_loss`. */
  name: string;
  /** For readers; the tracker's own name where it has no other, e.g. `val/Loss`. */
  label: string;
  value: number;
  /** As the tracker has it; null where it keeps none. */
  step: number | null;
  details: MetricDetails;
}

/** The course of a scalar: finite values only, at least two. */
export interface TrackedCurve {
  name: string;
  label: string;
  steps: number[];
  values: number[];
  /** What `steps` count, e.g. `step` or `epoch`. */
  xName: string;
}

/** A scalar that cannot be a metric: NaN, an infinity, or a name with nothing of our grammar in it. */
export interface UnusableMetric {
  name: string;
  value: string;
  /** File, relative to what was read, with line or record. */
  where: string;
}

/** A run as a tracker has it. */
export interface TrackedRun {
  tracker: TrackerName;
  /** The tracker's name for the run, else that of its file or folder. */
  name: string;
  params: Record<string, string | number | boolean>;
  metrics: TrackedMetric[];
  curves: TrackedCurve[];
  unusable: UnusableMetric[];
  scale: Record<string, number>;
  gates: Gate[];
  /** When it began, in UTC as ISO 8601, or null where the tracker does not say. */
  date: string | null;
  /** Client and version, e.g. `wandb 0.28.0`. */
  tool: string | null;
  /** What was left out and why, in sentences without a full stop. */
  notes: string[];
}

/** Reads a file whole, and remembers that it was read. */
export type ReadFile = (file: string) => Buffer;

/** A run with a digest of the files that it was read from. */
export type DigestedRun = TrackedRun & { digest: string };

/** A format that users' programs write. */
export interface Tracker {
  name: TrackerName;
  /** What lies at a path that it reads, in a phrase, for errors. */
  expects: string;
  /** A cheap look at what lies there: names of files, never their contents. */
  recognises(path: string): boolean;
  /** @throws {UserError} that names the file, and the line or record, where it cannot be read. */
  read(path: string, readFile: ReadFile): TrackedRun;
}
