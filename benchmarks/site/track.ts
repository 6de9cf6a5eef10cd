import type { Planned } from './plan.ts';
import { phrase, sentences } from './prose.ts';
import { createPicker } from './random.ts';

/** A track: thesis, four contributions over its claims, a short text. */
export function trackFile(letter: string, claims: readonly string[], experiments: readonly Planned[]): string {
  const picker = createPicker(letter.charCodeAt(0));
  const share = Math.ceil(claims.length / 4);
  const contributions = [0, 1, 2, 3].flatMap((i) => {
    const own = claims.slice(i * share, (i + 1) * share);
    return own.length > 0 ? [`  - { n: ${i + 1}, text: ${phrase(picker)}, claims: [${own.join(', ')}] }`] : [];
  });
  const head = [
    'schemaVersion: 1',
    `id: ${letter}`,
    `title: Track of ${phrase(picker)}`,
    'date: 2026-01-01',
    'authors: [A. Writer]',
    `coreIdea: ${phrase(picker)}`,
    `workingTitles: [On ${phrase(picker)}]`,
    `thesis: ${sentences(picker, 1).replaceAll(/[*`]/g, '')}`,
    `thesisClaims: [${claims.slice(0, 2).join(', ')}]`,
    'contributions:',
    ...contributions,
    'risks:',
    `  - { id: scatter, text: The scatter between runs, claims: [${claims.slice(0, 1).join(', ')}] }`,
    'opinion: { status: Draftable, date: 2026-01-01 }',
  ];
  const first = experiments.find(({ track }) => track === letter);
  const body = `${sentences(picker, 6)} The scale is $n = 2$.${first ? ` It begins with [](exp:${first.id}).` : ''}`;
  return `---\n${head.join('\n')}\n---\n\n${body}\n`;
}
