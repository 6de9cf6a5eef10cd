import type { Picker } from './random.ts';

const subjects = [
  'the encoder',
  'a wider window',
  'the baseline',
  'this schedule',
  'the simulator',
  'a smaller batch',
  'the held-out set',
  'each seed',
];
const verbs = ['changes', 'keeps', 'explains', 'limits', 'recovers', 'repeats', 'blurs', 'separates'];
const objects = [
  'the residual of the fit',
  'what the noise hides',
  'the order of the models',
  'the slope at low signal',
  'the tail of the errors',
  'a gain that was expected',
  'the scatter between runs',
  'the lines of the target',
];
const ends = [
  'when the data are few',
  'as the table shows',
  'under both priors',
  'without any tuning',
  'at every size that was tried',
  'in the second half of training',
  'for reasons given below',
  'beyond the spread of the seeds',
];

const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);

/** A plain sentence; a few carry emphasis or code, as people write. */
export function sentence(picker: Picker): string {
  const object = picker.pick(objects);
  const marked =
    picker.below(6) === 0
      ? `*${object}*`
      : picker.below(8) === 0
        ? `\`${object.split(' ').at(-1)}\` of ${object}`
        : object;
  return `${capital(picker.pick(subjects))} ${picker.pick(verbs)} ${marked} ${picker.pick(ends)}.`;
}

export const sentences = (picker: Picker, count: number): string =>
  Array.from({ length: count }, () => sentence(picker)).join(' ');

/** A few words for a title. */
export const phrase = (picker: Picker): string =>
  `${picker.pick(subjects).replace(/^(?:the|a|this|each) /, '')} that ${picker.pick(verbs)} ${picker.pick(objects)}`;
