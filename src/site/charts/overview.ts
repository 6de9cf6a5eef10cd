import { plainText } from '../lib/tex.ts';
import { curve, layoutLayers, type Box } from './layered-graph.ts';
import { clip, label, linked, rectangle, wrap } from './svg.ts';

/** All tracks at once: what each is bound to, and the data that is read. */
export interface Overview {
  tracks: { letter: string; title: string; href: string; says: string }[];
  /** `planned` stands for all experiments of a suite that are not executed yet. */
  runs: { id: string; href: string; says: string; planned: boolean }[];
  datasets: { id: string; title: string; href: string }[];
  /** Letter to id of a run, id of a run to id of a dataset. */
  bound: { track: string; run: string }[];
  read: { run: string; dataset: string }[];
}

const sizes = { track: { w: 300, h: 40 }, run: { w: 226, h: 40 }, dataset: { w: 200, h: 40 } } as const;
const top = 26;

/** Draws tracks, experiments and datasets from left to right; every box is a link. */
export function drawOverview({ tracks, runs, datasets, bound, read }: Overview): string {
  const boxes = new Map<string, { w: number; h: number }>([
    ...tracks.map(({ letter }) => [`track:${letter}`, sizes.track] as const),
    ...runs.map(({ id }) => [`run:${id}`, sizes.run] as const),
    ...datasets.map(({ id }) => [`data:${id}`, sizes.dataset] as const),
  ]);
  const edges = [
    ...bound.map(({ track, run }) => ({ from: `track:${track}`, to: `run:${run}` })),
    ...read.map(({ run, dataset }) => ({ from: `run:${run}`, to: `data:${dataset}` })),
  ];
  const { placed, width, height } = layoutLayers({
    boxes,
    edges,
    direction: 'LR',
    gaps: { layer: 90, box: 8 },
    keepOrder: true,
  });
  for (const box of placed.values()) box.y += top;
  const planned = new Set(runs.filter((one) => one.planned).map(({ id }) => `run:${id}`));
  const paths = edges.map(({ from, to }) => {
    const kind = planned.has(from) || planned.has(to) ? 'edge planned' : 'edge';
    return `<path class="${kind}" d="${curve(placed.get(from)!, placed.get(to)!, 'LR')}"/>`;
  });
  const two = (box: Box, first: string, second: string): string =>
    rectangle(box) + label(box.x + 9, box.y + 16, first) + label(box.x + 9, box.y + 31, second, 'sub');
  const nodes = [
    ...tracks.map((one) =>
      linked(
        one.href,
        `Track ${one.letter}, ${plainText(one.title)}: ${one.says}`,
        two(
          placed.get(`track:${one.letter}`)!,
          clip(`${one.letter} · ${plainText(one.title)}`, 46),
          clip(one.says, 48),
        ),
      ),
    ),
    ...runs.map((one) =>
      linked(
        one.href,
        `${one.id}: ${one.says}`,
        two(placed.get(`run:${one.id}`)!, clip(one.id, 34), clip(one.says, 36)),
      ),
    ),
    ...datasets.map((one) => {
      const box = placed.get(`data:${one.id}`)!;
      const lines = wrap(plainText(one.title), 30, 2);
      const text = lines.map((line, i) => label(box.x + 8, box.y + (lines.length > 1 ? 16 : 23) + i * 14, line));
      return linked(one.href, `Dataset ${plainText(one.title)}`, rectangle(box) + text.join(''));
    }),
  ];
  const heads = ['track', 'run', 'dataset'].map((kind, i) => {
    const first = [...placed].find(([id]) => id.startsWith(['track:', 'run:', 'data:'][i]))?.[1];
    return first ? label(first.x, 14, { track: 'Track', run: 'Experiment', dataset: 'Dataset' }[kind]!, 'sub') : '';
  });
  return (
    `<svg viewBox="-1 0 ${Math.ceil(width) + 2} ${Math.ceil(height) + top + 1}" font-size="12" role="group" ` +
    `aria-label="All tracks, their experiments and data">${heads.join('')}${paths.join('')}${nodes.join('')}</svg>`
  );
}
