export { describeBackend } from './backends.ts';
export type { EngineEvent, VerifyEvent } from './events.ts';
export { expectedCost, explainRuns, type RunExplanation } from './explain.ts';
export type { Freshness, Standing } from './freshness.ts';
export { liveRunKeys } from './live-keys.ts';
export { measureBeside, type BackendComparison } from './other-backend.ts';
export { listStandings, reproduce, type ReproduceOptions, type RunOptions } from './reproduce.ts';
export { verify, type Verified } from './verify.ts';
export { selectIds, type Selection, type Workspace } from './workspace.ts';
