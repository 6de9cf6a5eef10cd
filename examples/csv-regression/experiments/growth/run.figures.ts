import { defineFigures } from 'paper-factory';

export default defineFigures(({ curves, metrics }) => {
  const values = curves.flatMap(({ scope, x, y }) =>
    x.values.map((epoch, i) => ({ seed: String(scope.seed ?? 1), epoch, rmse: y.values[i] })),
  );
  const line = metrics.find(({ name, scope }) => name === 'rmse' && scope.model === 'line')!.value;
  const last = Math.min(...values.map(({ rmse }) => rmse));
  return [
    {
      name: 'error-by-epoch',
      title: 'Error while training',
      caption:
        'RMSE on the validation seedlings after each epoch, one curve a seed; dashed, a straight line on the test.',
      description: `The error falls to ${last.toFixed(1)} mm; that of a straight line is ${line.toFixed(1)} mm.`,
      spec: {
        layer: [
          {
            data: { values },
            mark: 'line',
            encoding: {
              x: { field: 'epoch', type: 'quantitative', title: 'Epoch' },
              y: { field: 'rmse', type: 'quantitative', title: 'RMSE (mm)' },
              color: { field: 'seed', type: 'nominal', title: 'Seed' },
            },
          },
          {
            data: { values: [{ line }] },
            mark: { type: 'rule', strokeDash: [4, 4] },
            encoding: { y: { field: 'line', type: 'quantitative' } },
          },
        ],
      },
    },
  ];
});
