import { createPicker } from './random.ts';
import { phrase } from './prose.ts';

/** An experiment of the generated root: what is written of it and what its runs measured. */
export interface Planned {
  id: string;
  title: string;
  track: string;
  /** Seed of everything that is drawn for it. */
  seed: number;
  metrics: { name: string; unit: string; direction: 'higher' | 'lower'; perSeed: number[] }[];
}

export const seeds = [1, 2];
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const metricNames = [
  { name: 'accuracy', unit: '', direction: 'higher', low: 0.4 },
  { name: 'calibration', unit: '', direction: 'lower', low: 0.05 },
  { name: 'residual', unit: 'dex', direction: 'lower', low: 0.1 },
] as const;

/** A track is one letter, so the claims of 40 tracks lie in 26. */
export const trackLetters = letters;

/** `run-0000`, `run-0001`, …, each in one of the tracks. */
export function planExperiments(count: number): Planned[] {
  return Array.from({ length: count }, (_, i) => {
    const picker = createPicker(i + 1);
    const title = phrase(picker);
    const metrics = metricNames.map(({ low, ...metric }) => {
      const level = low + picker.next() * 0.4;
      return { ...metric, perSeed: seeds.map(() => Number((level + picker.next() * 0.004).toFixed(6))) };
    });
    return {
      id: `run-${String(i).padStart(4, '0')}`,
      title: `${title[0].toUpperCase()}${title.slice(1)}`,
      track: letters[i % letters.length],
      seed: i + 1,
      metrics,
    };
  });
}

export const meanOf = ({ perSeed }: Planned['metrics'][number]): number =>
  perSeed.reduce((sum, value) => sum + value, 0) / perSeed.length;
