import type { SiteContext } from './context.ts';
import { leaderboardRows, type LeaderboardRow } from './leaderboard-rows.ts';
import { leaderboardViews, type LeaderboardView } from './leaderboard.ts';

/** The numbers of a suite's models. */
export interface SuiteView {
  suite: string;
  /** Executed numbers side by side, a board for each metric. */
  boards: LeaderboardView[];
  /** Every number with its kind. */
  rows: LeaderboardRow[];
}

/** Suites with at least one number of a model, by name. */
export function suiteViews(site: SiteContext): Map<string, SuiteView> {
  const names = [...new Set([...site.loaded.configs.values()].map(({ config }) => config.suite))].sort();
  const views = names.map((suite) => ({
    suite,
    boards: leaderboardViews(site, suite),
    rows: leaderboardRows(site, suite),
  }));
  return new Map(views.filter(({ rows }) => rows.length > 0).map((one) => [one.suite, one]));
}
