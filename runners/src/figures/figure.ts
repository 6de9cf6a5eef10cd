import type { TopLevelSpec } from 'vega-lite';

/** A figure as data: what a figure module returns and the renderer draws. */
export interface FigureSpec {
  /** File name, kebab-case. */
  name: string;
  title: string;
  /** What the reader should see in it. */
  caption: string;
  /** Text alternative, filled from the data. */
  description: string;
  spec: TopLevelSpec;
}
