import type { Verdict } from '@paper-factory/runners/schema';

/** What the site knows of a metric that prose names. */
export interface MetricAnswer {
  /** Canonical address. */
  address: string;
  /** Formatted value, shown where the link has no text. */
  value: string;
  unit: string;
  /** Executed value with unit, and its confidence interval where there is one: the tooltip. */
  executed: string;
  href: string;
  /** `differs`: the number written is not the executed one. */
  state: 'ok' | 'differs' | 'stale' | 'missing';
  /** Whether a tracker recorded it elsewhere: it is never shown as executed. */
  imported?: boolean;
  experiment: string;
}

export interface ClaimAnswer {
  href: string;
  verdict: Verdict;
  /** What the reader is told: a claim that the simulator was fitted to is `calibrated`, never verified. */
  shown: Verdict | 'calibrated';
  statement: string;
}

export interface LinkAnswer {
  href: string;
  title: string;
}

export interface FigureAnswer extends LinkAnswer {
  /** The figure's SVG text, or null where it is not generated. */
  svg: string | null;
  caption: string;
  description: string;
}

/** Answers for evidence links; null means that nothing of this name exists. */
export interface Resolver {
  metric(address: string, written: string): MetricAnswer | null;
  claim(id: string): ClaimAnswer | null;
  experiment(id: string): LinkAnswer | null;
  figure(address: string): FigureAnswer | null;
  reported(source: string, place: string): LinkAnswer | null;
  /** HTML of a suite's leaderboard, made by the site; without `html` a link stands in its place. */
  leaderboard?(suite: string): (LinkAnswer & { html?: string }) | null;
  /** Where a relative link or image of this file leads (`../experiments/x.md`), or null to leave it alone. */
  file?(href: string): string | null;
}

/** What the rendering of a text goes by besides the text. */
export interface TextContext {
  format?: 'md' | 'mdx';
  lang?: 'en' | 'zh';
  /** Begins every id of this document, for pages that show several documents. */
  idPrefix?: string;
  /** Folder that keeps rendered texts, e.g. `<root>/.factory/cache/markdown`; none: nothing is kept. */
  cacheFolder?: string;
}

export interface RenderContext extends TextContext {
  resolver: Resolver;
  /** Path under which the site is served: `/` or `/lab/`. */
  base: string;
}

export interface Heading {
  depth: number;
  id: string;
  text: string;
}

export interface Rendered {
  html: string;
  headings: Heading[];
}
