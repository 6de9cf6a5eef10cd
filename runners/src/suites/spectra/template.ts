import { z } from 'zod';
import { loadBackend } from '../../backend/index.ts';
import { defineExperiment } from '../../engine/experiment.ts';
import { createTemplateLibrary, fitTemplates, type TemplateEstimate } from '../../models/template.ts';
import { prepareNoise } from './data.ts';
import { evaluationSet, loadTask } from './observed.ts';
import { gravityScores } from './scores.ts';
import { pixelCount } from './simulator.ts';

const params = z.strictObject({
  snr: z.number().positive().meta({ description: 'Median SNR per pixel of the test spectra' }),
  templates: z.int().min(1).meta({ description: 'Noise-free spectra of the library; each seed takes others' }),
});

/** The two ways of reading a label off the library, and the name each has in the leaderboard. */
const estimates: Record<string, TemplateEstimate> = {
  template: { kind: 'nearest', count: 1 },
  'template-mean': { kind: 'posterior' },
};

/**
 * Template fitting: noisy spectra are compared with a library of noise-free ones by chi-square, with the true sigma of
 * every pixel. Nothing is trained or chosen. A library of seed s is the s-th part of the training spectra.
 */
export default defineExperiment<z.infer<typeof params>>({
  params,
  async run({ snr, templates }, context) {
    await loadBackend(context.backend);
    const task = loadTask(context, Infinity);
    const { train, test, sky } = task;
    // Parts wrap around where there are more seeds than parts.
    const parts = Math.max(1, Math.floor(train.count / templates));
    const first = ((context.seed - 1) % parts) * templates;
    const last = Math.min(first + templates, train.count);
    const library = createTemplateLibrary(
      train.flux.subarray(first * pixelCount, last * pixelCount),
      pixelCount,
      train.labels.logG.subarray(first, last),
    );
    const flux = evaluationSet(task, 'test', { snr });
    const noise = prepareNoise(sky, test, { snr });
    const sigma = new Float32Array(flux.length);
    for (let i = 0; i < test.count; i += 1) sigma.set(noise.sigma(i), i * pixelCount);

    const metrics = Object.entries(estimates).flatMap(([model, estimate], i) => {
      context.progress(i, Object.keys(estimates).length, model);
      return gravityScores({
        truth: test.labels.logG,
        prediction: fitTemplates(library, { flux, sigma }, estimate).labels,
        scope: { model, snr },
        keepResamples: true,
      });
    });
    return { metrics, scale: { train: last - first, test: test.count } };
  },
});
