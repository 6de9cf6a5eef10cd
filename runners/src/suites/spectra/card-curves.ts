import type { Curve } from '../../schema/outcome.ts';
import type { DatasetParams } from './data.ts';
import type { StellarLabels } from './labels.ts';
import { sigmaAtMagnitude } from './noise.ts';
import type { Sky } from './noise.ts';
import { referenceStar } from './card-metrics.ts';
import { createSimulator, pixelCount, wavelength } from './simulator.ts';

/** Stars whose spectra the card shows; the names say what they stand for. */
export const sampleStars: { star: string; labels: StellarLabels }[] = [
  { star: 'cool giant', labels: { teff: 3800, logG: 1.2, mh: 0, alphaM: 0.1, cM: 0 } },
  { star: 'red clump giant', labels: { teff: 4800, logG: 2.5, mh: 0, alphaM: 0, cM: 0 } },
  { star: 'metal-rich dwarf', labels: { teff: 5200, logG: 4.5, mh: 0.5, alphaM: 0, cM: 0 } },
  { star: 'warm dwarf', labels: { teff: 6000, logG: 4.3, mh: -0.2, alphaM: 0.2, cM: 0 } },
];

const tripletRange: [number, number] = [8480, 8680];
const angstrom = { name: 'wavelength', unit: 'Angstrom' };

/** Sample spectra, the Ca II triplet over gravity, and sigma with the sky, all with at most 512 points. */
export function cardCurves(params: DatasetParams, sky: Sky): Curve[] {
  const normalised = createSimulator(params);
  const continuum = createSimulator({ ...params, normalisation: 'continuum' });
  const flux = new Float64Array(pixelCount);
  const samples = sampleStars.map(({ star, labels }): Curve => {
    normalised.simulate(labels, flux);
    return {
      name: 'sample-spectrum',
      label: 'Noise-free spectrum, mean of 8 pixels',
      scope: { star, teff: labels.teff, log_g: labels.logG, mh: labels.mh, alpha_m: labels.alphaM },
      x: { ...angstrom, values: binned(wavelength) },
      y: { name: 'normalised flux', unit: '', values: binned(flux) },
    };
  });
  const triplet = [1, 2, 3, 4, 5].map((logG): Curve => {
    continuum.simulate({ ...referenceStar, logG }, flux);
    const inside = Array.from(wavelength.keys()).filter(
      (i) => i % 2 === 0 && wavelength[i] >= tripletRange[0] && wavelength[i] <= tripletRange[1],
    );
    return {
      name: 'ca-triplet',
      label: 'Ca II triplet at the reference star, every second pixel',
      scope: { log_g: logG },
      x: { ...angstrom, values: inside.map((i) => wavelength[i]) },
      y: { name: 'continuum-normalised flux', unit: '', values: inside.map((i) => flux[i]) },
    };
  });
  normalised.simulate(referenceStar, flux);
  const noise = [20, 21.5, 23].map((magnitude): Curve => ({
    name: 'sigma',
    label: 'Noise of the reference star, mean of 8 pixels',
    scope: { magnitude },
    x: { ...angstrom, values: binned(wavelength) },
    y: { name: 'sigma', unit: 'median flux', values: binned(sigmaAtMagnitude(sky, flux, magnitude)) },
  }));
  const electrons: Curve = {
    name: 'sky',
    label: 'Night sky, mean of 8 pixels',
    scope: {},
    x: { ...angstrom, values: binned(wavelength) },
    y: { name: 'sky', unit: 'electrons', values: binned(sky.electrons) },
  };
  return [...samples, ...triplet, ...noise, electrons];
}

/** Means of 8 neighbouring pixels: 512 points. */
function binned(values: Float64Array): number[] {
  return Array.from({ length: pixelCount / 8 }, (_, b) => {
    let sum = 0;
    for (let i = 8 * b; i < 8 * b + 8; i += 1) sum += values[i];
    return sum / 8;
  });
}
