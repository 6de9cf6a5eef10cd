import type {
  AcceptanceTable,
  Card,
  Claim,
  ClaimsTranslation,
  Contradiction,
  Dataset,
  DecisionTree,
  ExperimentConfig,
  ExperimentLog,
  FactoryConfig,
  Glossary,
  Guide,
  Hub,
  Measurement,
  Note,
  Outcome,
  Principle,
  Provenance,
  Repositories,
  Roadmap,
  Session,
  Severity,
  Start,
  Track,
  TrackGate,
  Translation,
  TriggerTable,
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
  readonly body: string;
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

/** What stands beside the claims in a track's file. */
export interface DecisionsEntry {
  /** Capital letter. */
  track: string;
  gates: TrackGate[];
  trees: DecisionTree[];
  triggers: TriggerTable[];
  acceptance: AcceptanceTable[];
  file: string;
  line(path: DataPath): number;
}

/** A parsed YAML file that is one thing, e.g. the glossary. */
export interface DataFile<T> {
  data: T;
  /** Relative to the root, forward slashes. */
  file: string;
  line(path: DataPath): number;
}

/** Collections of Markdown, each a folder of `content/`. */
export interface Collections {
  tracks: Track;
  experiments: ExperimentLog;
  datasets: Dataset;
  hubs: Hub;
  roadmaps: Roadmap;
  cards: Card;
  principles: Principle;
  sessions: Session;
  notes: Note;
  guides: Guide;
}

export type CollectionName = keyof Collections;

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
  hubs: Map<string, Entry<Hub>>;
  roadmaps: Map<string, Entry<Roadmap>>;
  cards: Map<string, Entry<Card>>;
  principles: Map<string, Entry<Principle>>;
  sessions: Map<string, Entry<Session>>;
  notes: Map<string, Entry<Note>>;
  guides: Map<string, Entry<Guide>>;
  /** Pictures that pages may show: bytes by path below the root. */
  images: Map<string, number>;
  /** By `<collection>/<id>`, in Chinese. */
  translations: Map<string, Entry<Translation>>;
  claims: Map<string, ClaimEntry>;
  /** By track letter. */
  decisions: Map<string, DecisionsEntry>;
  /** By track letter, in Chinese. */
  claimTranslations: Map<string, DataFile<ClaimsTranslation>>;
  /** null where the root has no such file, or one that cannot be read. */
  glossary: DataFile<Glossary> | null;
  contradictions: DataFile<{ contradictions: Contradiction[] }> | null;
  repositories: DataFile<Repositories> | null;
  start: DataFile<Start> | null;
  configs: Map<string, ConfigEntry>;
  /** By `<id>/<profile>`. */
  results: Map<string, Result>;
  /** By `<experiment>/<name>`. */
  figures: Map<string, FigureEntry>;
  findings: Finding[];
}
