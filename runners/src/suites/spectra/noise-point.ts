import { z } from 'zod';
import type { Scope } from '../../schema/outcome.ts';
import type { NoiseSetting } from './data.ts';

/** A point of a noise axis as configs sweep over it, in the words of metric addresses: `snr=5`, `noise_level=0.2`. */
export const noisePoint = z
  .string()
  .regex(/^(?:snr|noise_level)=\d+(?:\.\d+)?$/, 'must be snr=<number> or noise_level=<number>')
  .meta({
    description: 'Noise of training, validation and test spectra: snr=<median SNR per pixel> or noise_level=<n>',
  });

/** The noise that a point stands for, and the scope of what is measured there. */
export function parseNoisePoint(point: string): { setting: NoiseSetting; scope: Scope } {
  const [axis, text] = point.split('=');
  const value = Number(text);
  return axis === 'snr'
    ? { setting: { snr: value }, scope: { snr: value } }
    : { setting: { level: value }, scope: { noise_level: value } };
}
