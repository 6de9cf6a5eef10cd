import type { FactoryConfig } from '@paper-factory/runners/schema';
import type { Kind } from './kinds.ts';

/** What to do with what was made, one line a step. */
export function nextSteps(kind: Kind, id: string, { modules }: FactoryConfig): string[] {
  if (kind === 'claim')
    return ['name the number that decides it in its file, then run `paper-factory check --claims`.'];
  if (kind === 'track') return [`give it a claim: \`paper-factory new claim --track ${id} --title "…"\`.`];
  if (kind !== 'experiment') return ['write what is "To be written", then run `paper-factory check`.'];
  const allow = 'write `modules: allow` into factory.config.yaml, so that modules of this root may run.';
  return [
    ...(modules === 'allow' ? [] : [allow]),
    'write the question and what you expect into its log, and what is measured into its module;',
    `then run \`paper-factory reproduce ${id}\`.`,
  ];
}
