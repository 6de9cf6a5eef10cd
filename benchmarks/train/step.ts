// Times training steps of one backend: node step.ts BACKEND THREADS SECONDS MODEL... prints one JSON line a model.
import * as tf from '@tensorflow/tfjs';
import { loadBackend, type BackendName } from '../../runners/src/backend/index.ts';
import { createAdam } from '../../runners/src/train/adam.ts';
import { models } from './models.ts';

const [name, threads, seconds, ...wanted] = process.argv.slice(2);
const backend = await loadBackend({ name: name as BackendName, threads: Number(threads) });

for (const model of wanted) {
  const { variables, loss } = models[model]();
  const adam = createAdam(backend, variables);
  const step = () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss, variables);
      adam.step(
        variables.map((each) => grads[each.name]),
        1e-3,
      );
      return value.dataSync()[0];
    });
  let last = 0;
  for (let i = 0; i < 3; i++) last = step();
  const times: number[] = [];
  const until = performance.now() + 1000 * Number(seconds);
  while (performance.now() < until || times.length < 5) {
    const started = performance.now();
    last = step();
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({ model, milliseconds: times[times.length >> 1], fastest: times[0], loss: last }));
}
process.exit(0);
