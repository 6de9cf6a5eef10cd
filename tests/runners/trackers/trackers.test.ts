import { testTracker } from './test-tracker.ts';

const text = { keepsParams: false, keepsSteps: true, checksums: false, tool: null };

testTracker({ ...text, tracker: 'dvclive', folder: 'dvclive', log: 'val/loss.tsv', keepsParams: true });
testTracker({ ...text, tracker: 'mlflow', folder: 'mlflow', log: 'metrics/val/loss', keepsParams: true });
testTracker({ ...text, tracker: 'csv', folder: 'csv', path: 'metrics.csv', log: 'metrics.csv' });
testTracker({
  ...{ ...text, tracker: 'metrics-json', folder: 'metrics-json', path: 'metrics.json', log: 'metrics.json' },
  keepsSteps: false,
  refusesNaN: true,
});
testTracker({
  ...{ ...text, tracker: 'wandb', folder: 'wandb', log: '.wandb' },
  keepsParams: true,
  checksums: true,
  tool: /^wandb 0\.31\.0$/,
});
testTracker({ ...text, tracker: 'tensorboard', folder: 'tensorboard', log: '.host', checksums: true });
testTracker({
  ...{ ...text, tracker: 'tensorboard', folder: 'tensorboard-tensors', log: '.v2', checksums: true },
  tool: /^tensorboard\.summary/,
});
