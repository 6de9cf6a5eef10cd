import type { Measurement } from '@paper-factory/runners/schema';
import type { Sentence } from './judge-value.ts';
import { placeOf } from './pairs.ts';

/** Seeds in words, each once: where sides are not paired, each has its own. */
function seedList(all: number[]): string {
  const seeds = [...new Set(all)];
  return `seed${seeds.length > 1 ? 's' : ''} ${seeds.join(', ')}`;
}

/** A test, and what the committed values, each seed and each other measurement say to it. */
export interface Ballot {
  /** What is tested, in words. */
  subject: string;
  /** The test as text. */
  test: string;
  /** As committed. */
  holds: boolean;
  seeds: { seed: number; holds: boolean }[];
  measurements: { by: Measurement; holds: boolean }[];
}

/** The verdict of a test: seeds that disagree with each other, or with the committed values, contest it, and so do other measurements of the same key. */
export function verdictOf({ subject, test, holds, seeds, measurements }: Ballot): Sentence {
  const [yes, no] = [true, false].map((vote) => seeds.filter((one) => one.holds === vote).map(({ seed }) => seed));
  if (yes.length > 0 && no.length > 0) {
    const reason = `${subject}: ${test} holds for ${seedList(yes)} and fails for ${seedList(no)}.`;
    return { verdict: 'contested', contestedBy: 'seeds', test, reason };
  }
  if (seeds.some((one) => one.holds !== holds)) {
    const [here, each] = holds ? ['holds', 'fails'] : ['fails', 'holds'];
    const reason = `${subject}: ${test} ${here} as committed and ${each} for every seed.`;
    return { verdict: 'contested', contestedBy: 'seeds', test, reason };
  }
  const against = measurements.filter((one) => one.holds !== holds);
  if (against.length > 0) {
    const places = [...new Set(against.map(({ by }) => placeOf(by)))].join(' and ');
    const [here, there] = holds ? ['holds', 'fails'] : ['fails', 'holds'];
    const reason = `${subject}: ${test} ${here} as committed and ${there} as measured with ${places}.`;
    return { verdict: 'contested', contestedBy: 'measurements', test, reason };
  }
  const end = holds ? 'holds' : 'does not hold';
  return { verdict: holds ? 'verified' : 'falsified', test, reason: `${subject}: ${test} ${end}.` };
}
