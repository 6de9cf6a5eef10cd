import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { differentiable, type Case } from '../case.ts';
import { withWeights } from '../layers.ts';
import { models } from '../models.ts';

/** The loss of a training step as a function of the inputs, the targets and every weight of a model. */
export const trainingSteps: Case[] = Object.entries(models).map(([name, { create, input, targets, weights }]) =>
  differentiable(`training step of ${name}`, [input, targets, ...weights], (x, y, ...own: Tensor[]) =>
    tf.losses.meanSquaredError(y, withWeights(create('zeros'), x, own, { training: true })),
  ),
);
