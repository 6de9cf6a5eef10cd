import type {
  Claim,
  Dataset,
  ExperimentConfig,
  ExperimentLog,
  FactoryConfig,
  Measurement,
  Outcome,
  Provenance,
  Severity,
  Track,
} from '@paper-factory/runners/schema';

/** One fault or remark of a check: where it is, what was expected and what to do. */
export interface Finding {
  /** Stable positive name, e.g. `number-is-bound`. */
  rule: string;
  severity: Exclude<Severity, 'off'>;
  /** Relative to the root, forward slashes. */
  file: string;
  /** 1-based; 1 where the fault is about the whole file. */
  line: number;
  /** What was expected and what was found. */
  message: string;
  /** What to do about it. */
  hint: string;
}

/** Path into parsed data, as zod reports it: `['contributions', 0, 'claims']`. */
export type DataPath = readonly PropertyKey[];

/** A parsed file with front matter; `line` finds where a field stands. */
export interface Entry<T> {
  data: T;
  /** Relative to the root, forward slashes. */
  file: string;
  /** `md` or `mdx`. */
  format: 'md' | 'mdx';
  body: string;
  /** Line of the file on which the body begins (1-based). */
  bodyLine: number;
  line(path: DataPath): number;
}

export interface ClaimEntry {
  claim: Claim;
  /** Capital letter. */
  track: string;
  file: string;
  line(path: DataPath): number;
}

export interface ConfigEntry {
  config: ExperimentConfig;
  file: string;
  /** The file's text, for the page that shows it. */
  text: string;
  line(path: DataPath): number;
}

/** A committed result of one experiment at one profile. */
export interface Result {
  outcome: Outcome;
  provenance: Provenance;
  /** What else was measured for the key of the provenance, oldest first; empty where nothing was. */
  measurements: Measurement[];
  /** Relative to the root. */
  file: string;
}

/** A generated figure; title, caption and description come from the `usermeta` of its Vega-Lite file. */
export interface FigureEntry {
  experiment: string;
  name: string;
  title: string;
  caption: string;
  description: string;
  /** Relative to the root. */
  svg: string;
  spec: string;
}

/** Everything a root holds, parsed; faults are collected and never thrown. Maps are in sorted key order. */
export interface LoadedRoot {
  /** Absolute. */
  root: string;
  config: FactoryConfig;
  tracks: Map<string, Entry<Track>>;
  experiments: Map<string, Entry<ExperimentLog>>;
  datasets: Map<string, Entry<Dataset>>;
  claims: Map<string, ClaimEntry>;
  configs: Map<string, ConfigEntry>;
  /** By `<id>/<profile>`. */
  results: Map<string, Result>;
  /** By `<experiment>/<name>`. */
  figures: Map<string, FigureEntry>;
  findings: Finding[];
}
