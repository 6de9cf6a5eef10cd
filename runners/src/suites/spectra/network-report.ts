import type { RunMetric } from '../../engine/experiment.ts';
import { parameterCount, type Model } from '../../models/model.ts';
import type { Curve, Scope } from '../../schema/outcome.ts';
import type { TrainingResult } from '../../train/loop.ts';

export interface Training {
  model: Model;
  result: TrainingResult;
  /** Steps in one pass over the training spectra. */
  perEpoch: number;
  /** Validation spectra. */
  validationCount: number;
  scope: Scope;
}

/** What a page says of a training beside the scores: size, cost, the epoch that was kept, and its course. */
export function reportTraining({ model, result, perEpoch, validationCount, scope }: Training): {
  metrics: RunMetric[];
  curves: Curve[];
} {
  const fact = (name: string, label: string, value: number, digits: number): RunMetric => {
    return { name, label, value, unit: '', direction: 'none', split: 'none', scope, n: null, digits };
  };
  const onValidation = { split: 'validation', n: validationCount } as const;
  const { best, history } = result;
  const curve = (name: string, label: string, values: number[]): Curve => ({
    ...{ name, label, scope },
    x: { name: 'epoch', unit: '', values: history.map(({ step }) => step / perEpoch) },
    y: { name: label, unit: '', values },
  });
  return {
    metrics: [
      fact('parameters', 'Trainable parameters', parameterCount(model), 0),
      fact('flops', 'Floating-point operations of one prediction', model.flops, 0),
      {
        ...fact('best_epoch', 'Epoch of the best $R^2$ on validation', (best?.step ?? 0) / perEpoch, 1),
        ...onValidation,
      },
      { ...fact('validation_r2', '$R^2$ of log g on validation, best epoch', best?.score ?? 0, 3), ...onValidation },
    ],
    curves: [
      curve(
        'training-loss',
        'Training loss, in units of the prior variance',
        history.map(({ loss }) => loss),
      ),
      curve(
        'validation-r2',
        'R² on validation',
        history.map(({ score }) => score),
      ),
    ],
  };
}
