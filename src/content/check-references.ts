import {
  figureReference,
  type Reference,
  type ReferenceKind,
  referencesOfClaim,
  referencesOfConfig,
  referencesOfDataset,
  referencesOfLog,
} from './references.ts';
import {
  referencesOfContradiction,
  referencesOfGlossary,
  referencesOfRepositories,
  referencesOfStart,
} from './references-of-center.ts';
import { referencesOfDecisions } from './references-of-decisions.ts';
import {
  referencesOfGuide,
  referencesOfHub,
  referencesOfHubPage,
  referencesOfPrinciple,
  referencesOfRoadmap,
} from './references-of-pages.ts';
import { referencesOfTrack } from './references-of-track.ts';
import { finding } from './rules.ts';
import type { Source } from './schema-findings.ts';
import { formatPath } from './schema-words.ts';
import { nearest } from './suggest.ts';
import type { ConfigEntry, DataFile, Entry, Finding, LoadedRoot } from './types.ts';

/** What references may name; files that exist but have faults count, for those are told elsewhere. */
export interface Known {
  ids: Record<ReferenceKind, Set<string>>;
  /** Tracks whose claims file could not be read at all. */
  unreadTracks: Set<string>;
  /** Kinds of which not everything that is there could be read, e.g. repositories of a file with a fault. */
  unread: Set<ReferenceKind>;
  /** Tracks whose gates or questions could not be read, `<kind>/<letter>`. */
  unreadOwners: Set<string>;
  /** Old id to the present one. */
  aliases: Map<string, string>;
}

const nouns: Record<ReferenceKind, [noun: string, place: string]> = {
  experiment: ['an experiment', 'Add content/experiments/<id>.md or experiments/<id>/config.yaml'],
  config: ['an experiment with a config', 'Add experiments/<id>/config.yaml'],
  track: ['a track', 'Add content/tracks/<letter>.md'],
  claim: ['a claim', 'Add it to content/claims/<letter>.yaml'],
  source: ['a document of sources in factory.config.yaml', 'Add it there'],
  hub: ['a hub', 'Add content/hubs/<id>.md'],
  roadmap: ['a roadmap', 'Add content/roadmaps/<id>.md'],
  card: ['a card', 'Add content/cards/<id>.md'],
  principle: ['a principle', 'Add content/principles/<id>.md'],
  dataset: ['a dataset', 'Add content/datasets/<id>.md'],
  session: ['a session', 'Add content/sessions/<id>.md'],
  note: ['a note', 'Add content/notes/<id>.md'],
  guide: ['a guide', 'Add content/guides/<id>.md'],
  repository: ['an entry of content/repositories.yaml', 'Add it there'],
  gate: ['a gate of the track', 'Add it to gates in content/claims/<letter>.yaml'],
  question: ['a question of the track', 'Add it to questions in content/tracks/<letter>.md'],
  milestone: ['a milestone of this roadmap', 'Add it to milestones'],
};

/** Kinds whose ids hold within a track or file, which their full name begins with. */
const inner: ReadonlySet<ReferenceKind> = new Set(['gate', 'question', 'milestone']);

/** The id as written. */
const written = ({ kind, id }: Reference): string => (inner.has(kind) ? id.slice(id.indexOf('/') + 1) : id);

function resolves({ kind, id }: Reference, known: Known): boolean {
  if (known.ids[kind].has(id) || known.unread.has(kind)) return true;
  // What stands in a file that could not be read is not missing.
  if (inner.has(kind)) return known.unreadOwners.has(`${kind}/${id.slice(0, id.indexOf('/'))}`);
  return kind === 'claim' && known.unreadTracks.has(id[0]);
}

/** Ids that a misspelt one may mean; within a track or file, those of the same. */
function candidates(reference: Reference, known: Known): string[] {
  const ids = [...known.ids[reference.kind]];
  if (!inner.has(reference.kind)) return ids;
  const owner = reference.id.slice(0, reference.id.indexOf('/') + 1);
  return ids.filter((id) => id.startsWith(owner)).map((id) => id.slice(owner.length));
}

function hintFor(reference: Reference, known: Known): string {
  const { kind, id } = reference;
  const [, place] = nouns[kind];
  const present = kind === 'experiment' || kind === 'track' ? known.aliases.get(id) : undefined;
  if (present) return `It is an old name: write "${present}".`;
  const near = nearest(written(reference), candidates(reference, known));
  return `${near ? `Did you mean "${near}"? ` : ''}${place}, or correct the name.`;
}

function check(references: readonly Reference[], known: Known, { file, line }: Source): Finding[] {
  return references.flatMap((reference) => {
    if (resolves(reference, known)) return [];
    const message = `${formatPath(reference.path)}: expected ${nouns[reference.kind][0]}, found "${written(reference)}", which does not exist`;
    return [finding('reference-resolves', file, line(reference.path), message, hintFor(reference, known))];
  });
}

/** A claim's contribution is a number of its track's list; a track that could not be read is told elsewhere. */
function checkContributions(root: LoadedRoot): Finding[] {
  return [...root.claims.values()].flatMap(({ claim, track, file, line }) => {
    const contributions = root.tracks.get(track)?.data.contributions;
    if (claim.contribution === null || !contributions) return [];
    const numbers = contributions.map(({ n }) => n);
    if (numbers.includes(claim.contribution)) return [];
    const has = numbers.length > 0 ? `which has ${numbers.join(', ')}` : 'which has none';
    const message = `contribution: expected a contribution of track ${track}, ${has}, found ${claim.contribution}`;
    const hint = `Correct the number, or add the contribution to content/tracks/${track.toLowerCase()}.md.`;
    return [finding('reference-resolves', file, line(['contribution']), message, hint)];
  });
}

/** Every upstream that a config names exists. */
export function checkUpstreamIds(configs: ReadonlyMap<string, ConfigEntry>, known: Known): Finding[] {
  return [...configs.values()].flatMap((entry) => check(referencesOfConfig(entry.config), known, entry));
}

/** Every id that a field names exists. */
export function checkReferences(root: LoadedRoot, known: Known, configSource: Source): Finding[] {
  const all = <T>(entries: ReadonlyMap<string, Entry<T>>, referencesOf: (data: T) => Reference[]): Finding[] =>
    [...entries.values()].flatMap((entry) => check(referencesOf(entry.data), known, entry));
  const file = <T>(entry: DataFile<T> | null, referencesOf: (data: T) => Reference[]): Finding[] =>
    entry ? check(referencesOf(entry.data), known, entry) : [];
  return [
    ...all(root.tracks, referencesOfTrack),
    ...all(root.experiments, referencesOfLog),
    ...all(root.datasets, referencesOfDataset),
    ...all(root.hubs, referencesOfHub),
    ...all(root.roadmaps, referencesOfRoadmap),
    ...all(root.principles, referencesOfPrinciple),
    ...all(root.cards, referencesOfHubPage),
    ...all(root.sessions, referencesOfHubPage),
    ...all(root.notes, referencesOfHubPage),
    ...all(root.guides, referencesOfGuide),
    ...file(root.glossary, referencesOfGlossary),
    ...file(root.start, referencesOfStart),
    ...file(root.repositories, referencesOfRepositories),
    ...file(root.contradictions, ({ contradictions }) =>
      contradictions.flatMap((entry, i) => referencesOfContradiction(entry, 'contradictions', i)),
    ),
    ...[...root.claims.values()].flatMap((entry) => check(referencesOfClaim(entry.claim), known, entry)),
    ...[...root.decisions.values()].flatMap((entry) => check(referencesOfDecisions(entry), known, entry)),
    ...checkUpstreamIds(root.configs, known),
    ...check(figureReference(root.config.site.coreFigure, 'site', 'coreFigure'), known, configSource),
    ...checkContributions(root),
  ];
}
