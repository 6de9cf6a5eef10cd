// What the command line uses of the trackers. Apart from `index.ts`, so that the numbers of a command do not rest on it.
export { importedResult, type ImportedResult } from './imported-result.ts';
export { readTracked, trackerNames, trackers, type DigestedRun, type TrackerName } from './index.ts';
