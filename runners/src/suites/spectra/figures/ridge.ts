import type { FigureSpec } from '../../../figures/figure.ts';
import type { Outcome } from '../../../schema/outcome.ts';
import { curvesOf, metricsOf } from '../select.ts';
import { short } from './compact.ts';

/** Figures of ridge regression. */
export default function figures(outcome: Outcome): FigureSpec[] {
  return [alphaSweep(outcome), r2VsNoise(outcome)];
}

/** R2 below this is left out of the sweep: far too small a penalty gives values far below 0. */
const lowest = 0;

function alphaSweep(outcome: Outcome): FigureSpec {
  const curves = curvesOf(outcome, 'alpha-sweep');
  const points = curves.flatMap(({ scope, x, y }) => {
    const best = Math.max(...y.values);
    return x.values.map((alpha, i) => {
      const r2 = y.values[i];
      return { level: Number(scope.noise_level), alpha: short(alpha), r2: short(r2), best: r2 === best };
    });
  });
  const shown = points.filter(({ r2 }) => r2 >= lowest);
  const chosen = shown.filter(({ best }) => best);
  const color = { field: 'level', type: 'nominal' as const, title: 'Noise level', sort: 'ascending' as const };
  const x = {
    field: 'alpha',
    type: 'quantitative' as const,
    title: 'Penalty α',
    scale: { type: 'log' as const },
    axis: { format: '.0e', labelFlush: true },
  };
  const y = {
    field: 'r2',
    type: 'quantitative' as const,
    title: 'R² on validation',
    scale: { domain: [lowest, 1] },
  };
  const summary = chosen.map(({ level, alpha, r2 }) => `level ${level}: ${r2.toFixed(3)} at ${alpha.toExponential(0)}`);
  return {
    name: 'alpha-sweep',
    title: 'R² on validation against the ridge penalty',
    caption:
      'One line for each noise level; the dot is the penalty that is chosen and then tested. Without noise almost no penalty is best; the more noise, the larger the best penalty and the more it matters.',
    description: `Best R² on validation and its penalty: ${summary.join('; ')}.`,
    spec: {
      layer: [
        {
          data: { values: shown.map(({ level, alpha, r2 }) => ({ level, alpha, r2 })) },
          mark: 'line',
          encoding: { x, y, color },
        },
        {
          data: { values: chosen.map(({ level, alpha, r2 }) => ({ level, alpha, r2 })) },
          mark: { type: 'point', size: 60 },
          encoding: { x, y, color },
        },
      ],
    },
  };
}

function r2VsNoise(outcome: Outcome): FigureSpec {
  const values = metricsOf(outcome, 'r2', { model: 'ridge' }, 'noise_level').map(({ scope, value, ci }) => ({
    level: Number(scope.noise_level),
    r2: short(value),
    low: short(ci?.low ?? value),
    high: short(ci?.high ?? value),
  }));
  const x = { field: 'level', type: 'quantitative' as const, title: 'Noise level (1 is magnitude 21.5)' };
  return {
    name: 'r2-vs-noise',
    title: 'R² of ridge regression against noise level',
    caption: 'Test spectra, with 95% bootstrap intervals. The mean training label has an R² of 0.',
    description: `R² on test spectra: ${values.map(({ level, r2 }) => `${r2.toFixed(3)} at noise level ${level}`).join(', ')}.`,
    spec: {
      data: { values },
      layer: [
        {
          mark: 'line',
          encoding: {
            x,
            y: { field: 'r2', type: 'quantitative', title: 'R² for log g', scale: { domain: [0, 1] } },
          },
        },
        { mark: 'rule', encoding: { x, y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } } },
        { mark: { type: 'point', size: 60 }, encoding: { x, y: { field: 'r2', type: 'quantitative' } } },
      ],
    },
  };
}
