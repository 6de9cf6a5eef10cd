// What a look at fresh results needs. It loads neither schemas nor anything that runs; `index.ts` has the whole engine.
export { describeBackend } from './backends.ts';
export { realEffects } from './effects.ts';
export { listStandings, reproduce } from './reproduce-or-rest.ts';
export { runName } from './run-name.ts';
export { selectIds } from './workspace.ts';
