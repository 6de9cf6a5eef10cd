/** The public interface: what a module of a root imports from 'paper-factory'. */
export { defineExperiment } from './engine/experiment.ts';
export { z } from 'zod';
