import type { Track } from '@paper-factory/runners/schema';
import type { LoadedRoot } from '../content/types.ts';
import { maturityOf } from './maturity.ts';
import type { EvidenceState } from './state.ts';
import { claimsOf } from './state.ts';
import { figureState, missingState } from './track-states.ts';
import type { Maturity, Rung } from './types.ts';

/** Something that is not there, with what would resolve it. */
export interface MissingView {
  item: string;
  /** Where it is missing. */
  location: string;
  /** The first owns it; none for a dataset of no track. */
  tracks: string[];
  kind: Track['missing'][number]['kind'];
  required: boolean;
  /** It stands in the way of the owner track's next rung. */
  blocks: boolean;
  action: string;
  resolved: boolean;
  /** What resolves or describes it. */
  experiment: string | null;
  figure: string | null;
  dataset: string | null;
}

type Next = Rung | null;

/** Whether an unexecuted claim of the track waits for this experiment. */
function isAwaited(track: string, experiment: string | null, state: EvidenceState): boolean {
  return claimsOf(track, state).some(
    ({ verdict, experiments }) => verdict === 'unexecuted' && experiment !== null && experiments.includes(experiment),
  );
}

/** What a track lists as missing. */
function listed({ id, missing }: Track, next: Next, state: EvidenceState): MissingView[] {
  return missing.map((one) => {
    const { item, location, kind, required, action, figure = null } = one;
    const experiment = one.experiment ?? figure?.split('/')[0] ?? null;
    const resolved = missingState(one, state) === 'closed';
    const blocks = (next === 'draftable' && required) || (next === 'executed' && isAwaited(id, experiment, state));
    const links = { experiment, figure, dataset: null };
    return { item, location, tracks: [id], kind, required, blocks: blocks && !resolved, action, resolved, ...links };
  });
}

/** Figures of a track's plan that are not drawn, or drawn from an old result, and that it does not list as missing. */
function undrawn({ id, figures, missing }: Track, next: Next, state: EvidenceState): MissingView[] {
  return figures.flatMap(({ n, title, figure = null }): MissingView[] => {
    const drawn = figureState(figure ?? undefined, state);
    if (drawn === 'generated' || (figure && missing.some((item) => item.figure === figure))) return [];
    const experiment = figure?.split('/')[0] ?? null;
    const action = experiment ? `Run ${experiment}.` : 'Name the figure of an experiment that draws it.';
    return [
      {
        item: title,
        location: n === null ? 'Figure plan' : `Figure ${n}`,
        tracks: [id],
        kind: 'figure',
        required: true,
        blocks: next === 'draftable',
        action: drawn === 'stale' ? `Run ${experiment} again: it was drawn from an old result.` : action,
        resolved: false,
        experiment,
        figure,
        dataset: null,
      },
    ];
  });
}

/** Datasets that are only described. */
function notAtHand({ datasets }: Pick<LoadedRoot, 'datasets'>): MissingView[] {
  return [...datasets.values()].flatMap(({ data }): MissingView[] => {
    if (data.state !== 'not-at-hand') return [];
    const standIn = data.standIn ? `; ${data.standIn} stands for it here` : '';
    return [
      {
        item: data.title,
        location: data.source,
        tracks: data.tracks,
        kind: 'data',
        required: false,
        blocks: false,
        action: `Get the data and add its path to content/datasets/${data.id}.md${standIn}.`,
        resolved: false,
        experiment: data.experiment ?? null,
        figure: null,
        dataset: data.id,
      },
    ];
  });
}

/**
 * Everything missing: by track what it lists and its figures that are not drawn; then datasets that are not at hand.
 * @param rungs maturity by track, where it is known already; else it is computed.
 */
export function missingOf(
  loaded: Pick<LoadedRoot, 'tracks' | 'datasets'>,
  state: EvidenceState,
  rungs?: ReadonlyMap<string, Pick<Maturity, 'next'>>,
): MissingView[] {
  const ofTracks = [...loaded.tracks.values()].flatMap((entry) => {
    const { next } = rungs?.get(entry.data.id) ?? maturityOf(entry, state);
    return [...listed(entry.data, next, state), ...undrawn(entry.data, next, state)];
  });
  return [...ofTracks, ...notAtHand(loaded)];
}
