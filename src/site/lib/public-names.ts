import type { Hidden } from './public-hidden.ts';

const escape = (id: string): string => id.replace(/[-/\\^$*+?.()|[\]{}]/g, '\\$&');

/** Whole words only: `line-fit` is not in `line-fit-two`. */
const words = (ids: readonly string[]): RegExp =>
  new RegExp(`(?<![\\w-])(?:${ids.map(escape).join('|') || '(?!)'})(?![\\w-])`, 'g');

/**
 * A config's text without private names: in `upstream`, which names experiments, and wherever a name of several words
 * stands. A name of one word may be an ordinary setting, such as a model's.
 */
export function withoutNames({ ids }: Hidden): (text: string) => string {
  if (ids.exp.size === 0) return (text) => text;
  const all = words([...ids.exp]);
  const long = words([...ids.exp].filter((id) => id.includes('-')));
  return (text) =>
    text
      .replace(/^upstream:.*(?:\n(?:[ \t]+|- ).*)*/m, (lines) => lines.replace(all, 'private'))
      .replace(long, 'private');
}

/** What the evidence layer says, without private names: its sentences name claims and experiments by their ids. */
export function redactor({ ids }: Hidden): (sentence: string) => string {
  const [claims, experiments] = [words([...ids.claim]), words([...ids.exp])];
  return (sentence) =>
    sentence.replace(claims, 'a claim that is not public').replace(experiments, 'an experiment that is not public');
}

/** Whether a message names anything private: an id, an old name or a file. */
export function namesHidden({ ids, aliases, files, entries }: Hidden): (message: string) => boolean {
  const { track, ...others } = ids;
  const all = [...Object.values(others), aliases, files, ...Object.values(entries)].flatMap((set) => [...set]);
  const known = new RegExp(words(all).source);
  // A letter alone is a word of the language, too.
  const letters = new RegExp(`(?:tracks? |")(?:${[...track].join('|') || '(?!)'})(?![\\w-])`);
  return (message) => known.test(message) || letters.test(message);
}
