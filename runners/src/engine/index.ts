export { describeBackend } from './backends.ts';
export type { LeftWhy } from './choose-verified.ts';
export type { EngineEvent, VerifyEvent } from './events.ts';
export { expectedCost, explainRuns, type RunExplanation } from './explain.ts';
export type { Freshness, Standing } from './freshness.ts';
export type { BackendComparison } from './other-backend.ts';
export type { ReproduceOptions, RunOptions } from './reproduce.ts';
export { listStandings, reproduce } from './reproduce-or-rest.ts';
export type { Verified } from './verify.ts';
export { selectIds, type Selection, type Workspace } from './workspace.ts';

// A look at what is fresh needs little; what runs, checks or compares is loaded by those who ask for it.

export const measureBeside: typeof import('./other-backend.ts').measureBeside = async (...args) =>
  (await import('./other-backend.ts')).measureBeside(...args);

export const verify: typeof import('./verify.ts').verify = async (...args) =>
  (await import('./verify.ts')).verify(...args);

export const liveRunKeys = async (
  ...args: Parameters<typeof import('./live-keys.ts').liveRunKeys>
): Promise<Set<string>> => (await import('./live-keys.ts')).liveRunKeys(...args);
