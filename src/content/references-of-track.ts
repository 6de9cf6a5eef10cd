import type { Track } from '@paper-factory/runners/schema';
import { address, figureReference, many, one, type Reference } from './references.ts';

const experimentsIn = (list: string, items: readonly { experiment?: string }[]): Reference[] =>
  items.flatMap(({ experiment }, i) => one('experiment', experiment, list, i, 'experiment'));

const claimsIn = (list: string, items: readonly { claims: string[] }[]): Reference[] =>
  items.flatMap(({ claims }, i) => many('claim', claims, list, i, 'claims'));

const questions = (track: Track): Reference[] =>
  track.questions.flatMap(({ options }, i) =>
    options.flatMap((option, j) =>
      typeof option === 'string' ? [] : one('claim', option.claim, 'questions', i, 'options', j, 'claim'),
    ),
  );

const decisions = (track: Track): Reference[] =>
  track.decisions.flatMap(({ criteria }, i) =>
    criteria.flatMap(({ claims, gate, question }, j) => {
      const at = ['decisions', i, 'criteria', j];
      return [
        ...many('claim', claims, ...at, 'claims'),
        ...one('gate', gate && `${track.id}/${gate}`, ...at, 'gate'),
        ...one('question', question && `${track.id}/${question}`, ...at, 'question'),
      ];
    }),
  );

const roadmap = (track: Track): Reference[] =>
  track.roadmap.flatMap(({ items }, i) =>
    items.flatMap((item, j) =>
      typeof item === 'string' ? [] : one('experiment', item.experiment, 'roadmap', i, 'items', j, 'experiment'),
    ),
  );

export const referencesOfTrack = (track: Track): Reference[] => [
  ...many('claim', track.thesisClaims, 'thesisClaims'),
  ...many('claim', track.otherClaims, 'otherClaims'),
  ...claimsIn('contributions', track.contributions),
  ...experimentsIn('evidence', track.evidence),
  ...claimsIn('figures', track.figures),
  ...track.figures.flatMap(({ figure }, i) => figureReference(figure, 'figures', i, 'figure')),
  ...experimentsIn('minimalRepro', track.minimalRepro),
  ...claimsIn('risks', track.risks),
  ...claimsIn('questions', track.questions),
  ...experimentsIn('questions', track.questions),
  ...questions(track),
  ...experimentsIn('missing', track.missing),
  ...track.missing.flatMap(({ figure }, i) => figureReference(figure, 'missing', i, 'figure')),
  ...track.keyNumbers.flatMap(({ metric }, i) => address(metric, 'keyNumbers', i, 'metric')),
  ...experimentsIn('hyperparameters', track.hyperparameters),
  ...track.comparisons.flatMap(({ source }, i) => one('source', source, 'comparisons', i, 'source')),
  ...decisions(track),
  ...experimentsIn('steps', track.steps),
  ...roadmap(track),
  ...many('source', track.sources, 'sources'),
  ...one('source', track.opinion?.source, 'opinion', 'source'),
];
