export { defineExperiment } from './experiment.ts';
export type { EngineEvent, VerifyEvent } from './events.ts';
export { clearCaches, listFreshness, reproduce } from './reproduce.ts';
export { verify, type Verified } from './verify.ts';
export type { Workspace } from './workspace.ts';
export { availableBackends, describeBackend } from './backends.ts';
