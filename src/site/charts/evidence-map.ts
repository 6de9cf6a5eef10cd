import type { FigureState } from '../../evidence/track-states.ts';
import { plainText } from '../lib/tex.ts';
import type { ClaimView } from '../views/claim.ts';
import type { Words } from '../text/words.ts';
import type { Link } from '../views/link.ts';
import { curve, layoutLayers, type Box } from './layered-graph.ts';
import { clip, icon, label, linked, rectangle, wrap } from './svg.ts';

/** What the map is drawn from: claims in the order of their contributions, each with its experiments. */
export interface EvidenceMap {
  letter: string;
  /** A claim stands in every group that names it. */
  groups: { label: string; text: string; href: string; claims: ClaimView[] }[];
  experiments: { id: string; title: string; href: string; state: string; datasets: Link[] }[];
  /** By claim id: the experiments it is bound to; planned where they have no result yet. */
  runs: Map<string, { experiment: string; planned: boolean }[]>;
  /** By claim id: figures that its experiments draw for it. The table has them, the drawing has no room. */
  figures: Map<string, (Link & { state: FigureState })[]>;
}

const widths = { group: 236, claim: 268, run: 212, data: 132 } as const;
const gaps = { layer: 58, box: 5 };
/** Room for the heads of the columns. */
const top = 26;

interface Drawn {
  id: string;
  w: number;
  h: number;
  draw(box: Box): string;
}

function groupBox(group: EvidenceMap['groups'][number], id: string): Drawn {
  const lines = group.text ? wrap(plainText(group.text), 40, group.claims.length > 2 ? 3 : 2) : [];
  const draw = (box: Box): string =>
    linked(
      group.href,
      `${group.label}: ${plainText(group.text)}`,
      rectangle(box) +
        label(box.x + 9, box.y + 16, group.label, 'sub') +
        lines.map((one, i) => label(box.x + 9, box.y + 31 + i * 14, one)).join(''),
    );
  return { id, w: widths.group, h: 25 + lines.length * 14, draw };
}

function claimBox(view: ClaimView, letter: string, t: Words): Drawn {
  const draw = (box: Box): string =>
    linked(
      view.href,
      `${view.id}: ${t(view.shown)}. ${plainText(view.statement)}`,
      rectangle(box) +
        icon(box.x + 6, box.y + 4, view.shown) +
        label(box.x + 25, box.y + 15, clip(view.id.replace(`${letter}-`, ''), 38)),
    );
  return { id: `claim:${view.id}`, w: widths.claim, h: 21, draw };
}

function runBox(run: EvidenceMap['experiments'][number], t: Words): Drawn {
  const draw = (box: Box): string =>
    linked(
      run.href,
      t('Experiment {title}: {state}', { title: plainText(run.title), state: run.state }),
      rectangle(box) +
        label(box.x + 9, box.y + 16, clip(run.id, 31)) +
        label(box.x + 9, box.y + 31, clip(run.state, 34), 'sub'),
    );
  return { id: `run:${run.id}`, w: widths.run, h: 40, draw };
}

function dataBox(data: Link, t: Words): Drawn {
  const lines = wrap(plainText(data.text), 20, 2);
  const draw = (box: Box): string =>
    linked(
      data.href,
      t('Dataset {title}', { title: plainText(data.text) }),
      rectangle(box) +
        lines.map((words, i) => label(box.x + 8, box.y + (lines.length > 1 ? 16 : 23) + i * 14, words)).join(''),
    );
  return { id: `data:${data.href}`, w: widths.data, h: 40, draw };
}

interface Line {
  from: string;
  to: string;
  /** Attributes of its path. */
  marks: string;
}

/** Every claim once, in the order of the groups. */
function claimsOf({ groups }: EvidenceMap): ClaimView[] {
  return [...new Map(groups.flatMap(({ claims }) => claims.map((one) => [one.id, one] as const))).values()];
}

/** Every line of the map, from left to right. */
function linesOf(map: EvidenceMap): Line[] {
  const shown = new Set(map.experiments.map(({ id }) => id));
  return [
    ...map.groups.flatMap(({ claims }, i) =>
      claims.map(({ id }) => ({ from: `group:${i}`, to: `claim:${id}`, marks: 'class="edge"' })),
    ),
    ...claimsOf(map).flatMap(({ id, shown: verdict }) =>
      (map.runs.get(id) ?? [])
        .filter(({ experiment }) => shown.has(experiment))
        .map(({ experiment, planned }) => ({
          from: `claim:${id}`,
          to: `run:${experiment}`,
          marks: `class="edge${planned ? ' planned' : ''}" data-v="${verdict}"`,
        })),
    ),
    ...map.experiments.flatMap(({ id, datasets }) =>
      datasets.map(({ href }) => ({ from: `run:${id}`, to: `data:${href}`, marks: 'class="edge"' })),
    ),
  ];
}

/** Draws contribution, claim, experiment with config, dataset from left to right; every box is a link. */
export function drawEvidenceMap(map: EvidenceMap, t: Words): string {
  const datasets = new Map(map.experiments.flatMap((one) => one.datasets.map((data) => [data.href, data] as const)));
  const columns: { head: string; boxes: Drawn[] }[] = [
    { head: t('Contribution'), boxes: map.groups.map((group, i) => groupBox(group, `group:${i}`)) },
    {
      head: t('Claim'),
      boxes: claimsOf(map).map((view) => claimBox(view, map.letter, t)),
    },
    { head: t('Experiment and config'), boxes: map.experiments.map((run) => runBox(run, t)) },
    { head: t('Dataset'), boxes: [...datasets.values()].map((data) => dataBox(data, t)) },
  ];
  const drawn = columns.flatMap(({ boxes }) => boxes);
  const lines = linesOf(map);
  const { placed, width, height } = layoutLayers({
    boxes: new Map(drawn.map(({ id, w, h }) => [id, { w, h }])),
    edges: lines,
    direction: 'LR',
    gaps,
    keepOrder: true,
  });
  for (const box of placed.values()) box.y += top;
  const heads = columns.flatMap(({ head, boxes: [first] }) =>
    first ? [label(placed.get(first.id)!.x, 14, head, 'sub')] : [],
  );
  const paths = lines.map(
    ({ from, to, marks }) => `<path ${marks} d="${curve(placed.get(from)!, placed.get(to)!, 'LR')}"/>`,
  );
  return (
    `<svg viewBox="-1 0 ${Math.ceil(width) + 2} ${Math.ceil(height) + top + 1}" font-size="12" role="group" ` +
    `aria-label="${t('Evidence map of track {letter}', { letter: map.letter })}">` +
    `${heads.join('')}${paths.join('')}${drawn.map(({ id, draw }) => draw(placed.get(id)!)).join('')}</svg>`
  );
}
