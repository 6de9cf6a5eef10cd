import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { learningRate, scheduleSchema, type Schedule } from '../../../runners/src/train/schedule.ts';

const near = (actual: number, expected: number, name: string) =>
  assert.ok(
    Math.abs(actual - expected) <= 1e-12 * Math.max(1, Math.abs(expected)),
    `${name}: ${actual}, not ${expected}`,
  );

const third = (1 + Math.cos(Math.PI / 3)) / 2; // 3/4
const ninth = (1 + Math.cos((8 * Math.PI) / 9)) / 2;

/** Steps and rates by hand from the formulas; those of `warm-restarts` and `one-cycle` are the ones PyTorch documents. */
const cases: [name: string, schedule: Schedule, steps: number, expected: [step: number, rate: number][]][] = [
  ['constant', { kind: 'constant', rate: 0.3 }, 10, [0, 5, 10].map((step) => [step, 0.3])],
  [
    'a linear rise and a cosine',
    { kind: 'warmup-cosine', peak: 2, warmup: 4, floor: 0.1 },
    104,
    [
      [0, 0.5],
      [1, 1],
      [3, 2],
      [4, 2],
      [54, 1.1],
      [104, 0.2],
      [200, 0.2],
    ],
  ],
  ['a cosine alone', { kind: 'warmup-cosine', peak: 1 }, 0, [[0, 1]]],
  [
    'restarts of equal periods',
    { kind: 'warm-restarts', peak: 1, firstPeriod: 3, lowest: 0.2 },
    9,
    [0, 3, 6].flatMap((from): [number, number][] => [
      [from, 1],
      [from + 1, 0.2 + 0.8 * third],
      [from + 2, 0.2 + 0.8 * (1 - third)],
    ]),
  ],
  [
    'restarts of growing periods',
    { kind: 'warm-restarts', peak: 4, firstPeriod: 2, periodFactor: 3 },
    100,
    [
      [0, 4],
      [1, 2],
      [2, 4],
      [4, 4 * third],
      [5, 2],
      [7, 4 * ((1 + Math.cos((5 * Math.PI) / 6)) / 2)],
      [8, 4],
      [17, 2],
      [26, 4],
    ],
  ],
  [
    // OneCycleLR(max_lr=1, total_steps=10): the peak at step 2, then seven steps down to 1/25/1e4.
    'one cycle',
    { kind: 'one-cycle', peak: 1 },
    10,
    [
      [0, 0.04],
      [1, 0.52],
      [2, 1],
      [9, 4e-6],
    ],
  ],
  [
    'one cycle that rises to its end',
    { kind: 'one-cycle', peak: 1, rise: 1 },
    3,
    [
      [0, 0.04],
      [1, 0.52],
      [2, 1],
    ],
  ],
  ['one cycle of a single step', { kind: 'one-cycle', peak: 1, rise: 1 }, 1, [[0, 1]]],
  ['a rise that is longer than the training', { kind: 'warmup-cosine', peak: 1, warmup: 4 }, 2, [[1, 0.5]]],
  [
    // The peak falls between two steps: 0.25 x 10 - 1 = 1.5, then 7.5 steps down.
    'one cycle with its peak between two steps',
    { kind: 'one-cycle', peak: 3, rise: 0.25, startDivisor: 3, endDivisor: 10 },
    10,
    [
      [0, 1],
      [1, 3 - 2 * (1 - third)],
      [4, 0.1 + 2.9 * third],
      [9, 0.1],
    ],
  ],
  [
    'one cycle that begins at its peak',
    { kind: 'one-cycle', peak: 1, rise: 0.1 },
    10,
    [
      [0, 1],
      [8, 4e-6 + (1 - 4e-6) * ninth],
    ],
  ],
  [
    'decay in steps',
    { kind: 'step-decay', rate: 8, every: 10, factor: 0.5 },
    40,
    [
      [0, 8],
      [9, 8],
      [10, 4],
      [39, 1],
    ],
  ],
];

for (const [name, schedule, steps, expected] of cases) {
  test(`learning rate: ${name}`, () => {
    assert.deepEqual(scheduleSchema.parse(schedule), schedule);
    for (const [step, rate] of expected) near(learningRate(schedule, step, steps), rate, `step ${step}`);
  });
}

describe('a config is refused for', () => {
  for (const [why, schedule] of [
    ['an unknown kind', { kind: 'linear', rate: 1 }],
    ['a key of another kind', { kind: 'constant', rate: 1, warmup: 3 }],
    ['a rate of 0', { kind: 'constant', rate: 0 }],
    ['a period of no steps', { kind: 'warm-restarts', peak: 1, firstPeriod: 0 }],
    ['a rise longer than the training', { kind: 'one-cycle', peak: 1, rise: 1.5 }],
    ['a factor that grows', { kind: 'step-decay', rate: 1, every: 1, factor: 2 }],
  ] as const) {
    test(why, () => assert.equal(scheduleSchema.safeParse(schedule).success, false));
  }
});
