export type { LeftWhy } from './choose-verified.ts';
export type { EngineEvent, VerifyEvent } from './events.ts';
export { measureBeside, type BackendComparison } from './other-backend.ts';
export { listFreshness, reproduce } from './reproduce.ts';
export { verify, type Verified } from './verify.ts';
export type { Workspace } from './workspace.ts';
export { describeBackend } from './backends.ts';
