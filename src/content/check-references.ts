import {
  figureReference,
  type Reference,
  type ReferenceKind,
  referencesOfClaim,
  referencesOfDataset,
  referencesOfLog,
  referencesOfTrack,
} from './references.ts';
import { finding } from './rules.ts';
import type { Source } from './schema-findings.ts';
import { formatPath } from './schema-words.ts';
import { nearest } from './suggest.ts';
import type { ConfigEntry, Finding, LoadedRoot } from './types.ts';

/** What references may name; files that exist but have faults count, for those are told elsewhere. */
export interface Known {
  ids: Record<ReferenceKind, Set<string>>;
  /** Tracks whose claims file could not be read at all. */
  unreadTracks: Set<string>;
  /** Old id to the present one. */
  aliases: Map<string, string>;
  /** Whether the root's config, which names the sources, was read. */
  hasSources: boolean;
}

const nouns: Record<ReferenceKind, [noun: string, place: string]> = {
  experiment: ['an experiment', 'Add content/experiments/<id>.md or experiments/<id>/config.yaml'],
  config: ['an experiment with a config', 'Add experiments/<id>/config.yaml'],
  track: ['a track', 'Add content/tracks/<letter>.md'],
  claim: ['a claim', 'Add it to content/claims/<letter>.yaml'],
  source: ['a document of sources in factory.config.yaml', 'Add it there'],
};

function resolves({ kind, id }: Reference, known: Known): boolean {
  if (known.ids[kind].has(id)) return true;
  if (kind === 'claim') return known.unreadTracks.has(id[0]);
  return kind === 'source' && !known.hasSources;
}

function hintFor({ kind, id }: Reference, known: Known): string {
  const [, place] = nouns[kind];
  const present = kind === 'experiment' || kind === 'track' ? known.aliases.get(id) : undefined;
  if (present) return `It is an old name: write "${present}".`;
  const near = nearest(id, known.ids[kind]);
  return `${near ? `Did you mean "${near}"? ` : ''}${place}, or correct the name.`;
}

function check(references: readonly Reference[], known: Known, { file, line }: Source): Finding[] {
  return references.flatMap((reference) => {
    if (resolves(reference, known)) return [];
    const message = `${formatPath(reference.path)}: expected ${nouns[reference.kind][0]}, found "${reference.id}", which does not exist`;
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
  return [...configs.values()].flatMap((entry) =>
    check(
      entry.config.upstream.map((id, i) => ({ kind: 'config', id, path: ['upstream', i] })),
      known,
      entry,
    ),
  );
}

/** Every id that a field names exists. */
export function checkReferences(root: LoadedRoot, known: Known, configSource: Source): Finding[] {
  return [
    ...[...root.tracks.values()].flatMap((entry) => check(referencesOfTrack(entry.data), known, entry)),
    ...[...root.experiments.values()].flatMap((entry) => check(referencesOfLog(entry.data), known, entry)),
    ...[...root.datasets.values()].flatMap((entry) => check(referencesOfDataset(entry.data), known, entry)),
    ...[...root.claims.values()].flatMap((entry) => check(referencesOfClaim(entry.claim), known, entry)),
    ...checkUpstreamIds(root.configs, known),
    ...check(figureReference(root.config.site.coreFigure, 'site', 'coreFigure'), known, configSource),
    ...checkContributions(root),
  ];
}
