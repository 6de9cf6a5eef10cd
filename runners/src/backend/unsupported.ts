import * as tf from '@tensorflow/tfjs';
import { UserError } from '../schema/user-error.ts';

let explained = false;

/** Makes tfjs say what to do where the backend lacks an operation that a model uses; once a process. */
export function explainMissingOperations(): void {
  if (explained) return;
  explained = true;
  const engine = tf.engine();
  const runKernel = engine.runKernel.bind(engine);
  engine.runKernel = ((name, ...rest) => {
    try {
      return runKernel(name, ...rest);
    } catch (cause) {
      if (tf.getKernel(name, tf.getBackend()) || cause instanceof UserError) throw cause;
      throw new UserError(`backend ${tf.getBackend()} has no operation ${name}`, {
        hint: 'Compose it of other operations, as those of runners/src/backend/ops are, or take another --backend.',
        cause,
      });
    }
  }) as typeof engine.runKernel;
}
