import type { FigureSpec } from '../../../figures/figure.ts';
import type { Outcome } from '../../../schema/outcome.ts';
import { namedLines } from '../lines.ts';
import { curvesOf, metricAt, metricsOf } from '../select.ts';
import { folded, unfold } from './compact.ts';

const wavelengthAxis = {
  field: 'x',
  type: 'quantitative' as const,
  title: 'Wavelength (Å)',
  scale: { zero: false, nice: false },
  axis: { format: 'd' },
};

const tripletAxis = { ...wavelengthAxis, scale: { domain: [8480, 8680], nice: false } };

/** Figures of the data set's card. */
export default function figures(outcome: Outcome): FigureSpec[] {
  return [sampleSpectra(outcome), caTriplet(outcome), noiseAndSky(outcome)];
}

function sampleSpectra(outcome: Outcome): FigureSpec {
  const curves = curvesOf(outcome, 'sample-spectrum').sort((a, b) => Number(a.scope.teff) - Number(b.scope.teff));
  const title = ({ scope }: (typeof curves)[number]): string =>
    `${scope.star}: ${scope.teff} K, log g ${scope.log_g}, [M/H] ${scope.mh}, [α/M] ${scope.alpha_m}`;
  const stars = curves.map((curve) => `${curve.scope.star} (${curve.scope.teff} K, log g ${curve.scope.log_g})`);
  return {
    name: 'sample-spectra',
    title: 'Simulated spectra of four stars',
    caption:
      'Noise-free flux divided by its median, mean of 8 pixels. TiO bands shape the coolest star, the Ca II triplet at 8498, 8542 and 8662 Å stands out in all.',
    description: `Line charts of normalised flux from 7100 to 8850 Å, one for each star: ${stars.join('; ')}.`,
    spec: {
      data: { values: curves.map((curve) => folded(curve, { star: title(curve) })) },
      transform: unfold,
      facet: {
        row: {
          field: 'star',
          type: 'nominal',
          title: null,
          sort: curves.map(title),
          header: { labelOrient: 'top', labelAnchor: 'start', labelPadding: 2, labelAngle: 0 },
        },
      },
      spacing: 8,
      resolve: { scale: { y: 'independent' } },
      spec: {
        height: 95,
        mark: { type: 'line', strokeWidth: 1 },
        encoding: {
          x: wavelengthAxis,
          y: { field: 'y', type: 'quantitative', title: 'Flux', axis: { tickCount: 3 }, scale: { zero: false } },
        },
      },
    },
  };
}

function caTriplet(outcome: Outcome): FigureSpec {
  const curves = curvesOf(outcome, 'ca-triplet').sort((a, b) => Number(a.scope.log_g) - Number(b.scope.log_g));
  const line = 'Ca II 8542.1';
  const response = metricAt(outcome, 'line_gravity_response', { line }).value;
  const share = metricAt(outcome, 'line_information_share', { line: 'Ca II triplet' }).value;
  const centres = namedLines.filter(({ name }) => name?.startsWith('Ca II'));
  return {
    name: 'ca-triplet-gravity',
    title: 'The Ca II triplet at five gravities',
    caption: `Continuum-normalised flux at 4800 K and solar abundances. With rising log g the ionised lines weaken while their damping width grows: the cores fill (the depth of ${line} Å changes by ${response.toFixed(3)} of the continuum per dex) and the wings hardly move. The three windows of ±10 Å hold ${(100 * share).toFixed(0)}% of the information on log g at SNR 7.`,
    description: `Five overlaid line profiles from 8480 to 8680 Å for log g ${curves.map(({ scope }) => scope.log_g).join(', ')}; the depth of ${line} Å changes by ${response.toFixed(3)} per dex of log g.`,
    spec: {
      layer: [
        {
          data: { values: centres.map(({ wavelength }) => ({ x: wavelength })) },
          mark: { type: 'rule', strokeDash: [2, 3] },
          encoding: { x: tripletAxis },
        },
        {
          data: { values: curves.map((curve) => folded(curve, { gravity: `${curve.scope.log_g}` })) },
          transform: unfold,
          mark: { type: 'line', strokeWidth: 1.2 },
          encoding: {
            x: tripletAxis,
            y: { field: 'y', type: 'quantitative', title: 'Flux / continuum', scale: { zero: false } },
            color: { field: 'gravity', type: 'nominal', title: 'log g (dex)' },
          },
        },
      ],
    },
  };
}

function noiseAndSky(outcome: Outcome): FigureSpec {
  const curves = curvesOf(outcome, 'sigma').sort((a, b) => Number(a.scope.magnitude) - Number(b.scope.magnitude));
  const snr = metricsOf(outcome, 'median_snr', {}, 'magnitude');
  const listed = snr.map(({ scope, value }) => `${scope.magnitude} (SNR ${value.toFixed(1)})`).join(', ');
  return {
    name: 'noise-and-sky',
    title: 'Noise per pixel and the night sky',
    caption:
      'Sigma in units of the median flux for a star of 4800 K, mean of 8 pixels. The spikes are OH-like sky lines; absorption lines lower sigma too, the more the brighter the star, so that sigma itself carries information on the flux. Magnitude 21.5 is noise level 1.',
    description: `Sigma over wavelength at magnitudes ${curves.map(({ scope }) => scope.magnitude).join(', ')}, logarithmic. Median SNR per pixel by magnitude: ${listed}.`,
    spec: {
      data: { values: curves.map((curve) => folded(curve, { magnitude: `${curve.scope.magnitude}` })) },
      transform: unfold,
      mark: { type: 'line', strokeWidth: 1 },
      encoding: {
        x: wavelengthAxis,
        y: { field: 'y', type: 'quantitative', title: 'σ / median flux', scale: { type: 'log', nice: false } },
        color: { field: 'magnitude', type: 'nominal', title: 'Magnitude' },
      },
    },
  };
}
