import { batchNorm } from '../../../../runners/src/backend/ops/batch-norm.ts';
import { lstm } from '../../../../runners/src/backend/ops/lstm.ts';
import type { Case } from '../case.ts';
import { activations } from './activations.ts';
import { convolutions } from './convolutions.ts';
import { dataMovement } from './data-movement.ts';
import { elementwise } from './elementwise.ts';
import { batchNormCases, lstmCases } from './fused.ts';
import { gathering } from './gathering.ts';
import { images } from './images.ts';
import { losses } from './losses.ts';
import { masking } from './masking.ts';
import { trainingSteps } from './models.ts';
import { normalisations } from './normalisations.ts';
import { pooling } from './pooling.ts';
import { products } from './products.ts';
import { recurrent } from './recurrent.ts';
import { reductions } from './reductions.ts';
import { softmaxes } from './softmax.ts';
import { transformer } from './transformer.ts';

export const families: Record<string, Case[]> = {
  products,
  convolutions,
  pooling,
  reductions,
  elementwise,
  activations,
  losses,
  normalisations,
  'data movement': dataMovement,
  gathering,
  softmaxes,
  images,
  masking,
  recurrent,
  transformer,
  fused: [...lstmCases(lstm), ...batchNormCases(batchNorm)],
  'training steps': trainingSteps,
};

export const allCases: Case[] = Object.values(families).flat();
