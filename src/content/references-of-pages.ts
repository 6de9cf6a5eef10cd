import type { Card, Guide, Hub, Note, Principle, Roadmap, Session } from '@paper-factory/runners/schema';
import { many, one, originReferences, type Reference } from './references.ts';

type Page = Pick<Hub, 'tracks' | 'experiments' | 'claims' | 'origin' | 'reported'>;

const referencesOfPage = (page: Page): Reference[] => [
  ...many('track', page.tracks, 'tracks'),
  ...many('experiment', page.experiments, 'experiments'),
  ...many('claim', page.claims, 'claims'),
  ...originReferences(page),
];

export const referencesOfHub = (hub: Hub): Reference[] => [
  ...referencesOfPage(hub),
  ...hub.findings.flatMap(({ claims }, i) => many('claim', claims, 'findings', i, 'claims')),
  ...hub.next.flatMap(({ experiment }, i) => one('experiment', experiment, 'next', i, 'experiment')),
];

export const referencesOfRoadmap = (roadmap: Roadmap): Reference[] => [
  ...referencesOfPage(roadmap),
  ...one('hub', roadmap.hub, 'hub'),
  ...roadmap.milestones.flatMap(({ experiment, claims, after }, i) => [
    ...one('experiment', experiment, 'milestones', i, 'experiment'),
    ...many('claim', claims, 'milestones', i, 'claims'),
    ...after.flatMap((id, j) => one('milestone', `${roadmap.id}/${id}`, 'milestones', i, 'after', j)),
  ]),
];

/** Of a session, a note or a card. */
export const referencesOfHubPage = (page: Session | Note | Card): Reference[] => [
  ...referencesOfPage(page),
  ...many('hub', page.hubs, 'hubs'),
];

export const referencesOfGuide = (guide: Guide): Reference[] => [
  ...many('track', guide.tracks, 'tracks'),
  ...many('experiment', guide.experiments, 'experiments'),
  ...many('claim', guide.claims, 'claims'),
];

export const referencesOfPrinciple = (principle: Principle): Reference[] => [
  ...referencesOfPage(principle),
  ...many('claim', principle.against, 'against'),
  ...many('card', principle.cards, 'cards'),
];
