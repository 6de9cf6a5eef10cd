/** Changes of an instruction that no check can notice, with the reason. */
interface Unnoticeable {
  module: 'kernels' | 'math' | 'normal' | 'trees';
  /** The function as `nameOf` calls it. */
  name: string;
  mutants: string[];
  reason: string;
}

const sameBits =
  'musl: gives the same bits at each of 440,000 points of all sizes; NaN either way, or a low part that is rounded off';

const unnoticeable: Unnoticeable[] = [
  {
    module: 'math',
    name: 'function 3, called by sinh cosh',
    mutants: [
      '1 of 36: f64.add to f64.sub',
      '26 of 36: f64.add to f64.sub',
      '27 of 36: f64.sub to f64.add',
      '28 of 36: f64.add to f64.sub',
      '29 of 36: f64.sub to f64.add',
      '30 of 36: f64.add to f64.sub',
      '31 of 36: f64.add to f64.sub',
      '32 of 36: f64.add to f64.sub',
      '33 of 36: f64.sub to f64.add',
    ],
    reason: sameBits,
  },
  { module: 'math', name: 'function 5, called by tan', mutants: ['2 of 55: f64.neg to f64.abs'], reason: sameBits },
  {
    module: 'math',
    name: 'function 6, called by tan',
    mutants: [
      '7 of 38: f64.add to f64.sub',
      '15 of 38: f64.add to f64.sub',
      '32 of 38: f64.sub to f64.add',
      '36 of 38: f64.sub to f64.add',
    ],
    reason: sameBits,
  },
  {
    module: 'math',
    name: 'function 7, called by sin',
    mutants: [
      '23 of 98: f64.add to f64.sub',
      '25 of 98: f64.add to f64.sub',
      '31 of 98: f64.add to f64.sub',
      '33 of 98: f64.add to f64.sub',
      '48 of 98: f64.sub to f64.add',
      '52 of 98: f64.sub to f64.add',
    ],
    reason: sameBits,
  },
  {
    module: 'math',
    name: 'function 8, called by pow',
    mutants: ['1 of 96: f64.abs to f64.neg', '6 of 96: f64.add to f64.sub'],
    reason: sameBits,
  },
  { module: 'math', name: 'function 10, called by log', mutants: ['23 of 65: f64.mul to f64.add'], reason: sameBits },
  {
    module: 'math',
    name: 'function 11, called by cos',
    mutants: [
      '21 of 105: f64.sub to f64.add',
      '30 of 105: f64.add to f64.sub',
      '38 of 105: f64.add to f64.sub',
      '55 of 105: f64.sub to f64.add',
      '59 of 105: f64.sub to f64.add',
    ],
    reason: sameBits,
  },
  { module: 'math', name: 'function 12, called by asin', mutants: ['2 of 70: f64.add to f64.sub'], reason: sameBits },
  {
    module: 'math',
    name: 'tanh',
    mutants: ['2 of 13: f64.sub to f64.add', '11 of 13: f64.neg to f64.abs'],
    reason: sameBits,
  },
  { module: 'math', name: 'hypot', mutants: ['1 of 32: f64.add to f64.sub'], reason: sameBits },
  { module: 'math', name: 'atan2', mutants: ['1 of 10: f64.add to f64.sub'], reason: sameBits },
  {
    module: 'normal',
    name: 'function 3, called by fillSingle fillDouble',
    mutants: ['2 of 10: f64.neg to f64.abs'],
    reason: 'the logarithm of at most 1 has one sign',
  },
  {
    module: 'trees',
    name: 'findSplit',
    mutants: ['6 of 18: f64.mul to f64.add'],
    reason: 'of the limit below which a gain is rounding: none comes near',
  },
];

export function isUnnoticeable(module: string, name: string, mutant: string): boolean {
  return unnoticeable.some((row) => row.module === module && row.name === name && row.mutants.includes(mutant));
}
