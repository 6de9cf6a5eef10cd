import { escapeHtml } from '../lib/format.ts';
import { plainText } from '../lib/tex.ts';
import type { ClaimView, ShownVerdict } from '../views/claim.ts';
import type { Link } from '../views/link.ts';

/** What the map is drawn from: claims in the order of their contributions, each with its experiments. */
export interface EvidenceMap {
  letter: string;
  groups: { label: string; text: string; href: string; claims: ClaimView[] }[];
  experiments: { id: string; title: string; href: string; state: string; datasets: Link[] }[];
  /** By claim id: the experiments it is bound to; planned where they have no result yet. */
  runs: Map<string, { experiment: string; planned: boolean }[]>;
}

interface Node {
  x: number;
  y: number;
  w: number;
  h: number;
}

const row = 25;
const gap = 12;
const columns = { group: [1, 236], claim: [292, 268], run: [626, 212], data: [888, 132] } as const;
const total = 1021;
const top = 30;

const clip = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;

/** Breaks text into at most `lines` lines of `length` letters. */
function wrap(text: string, length: number, lines: number): string[] {
  const out: string[] = [''];
  for (const word of text.split(/\s+/)) {
    const last = out[out.length - 1]!;
    if (!last || last.length + word.length < length) out[out.length - 1] = last ? `${last} ${word}` : word;
    else out.push(word);
  }
  if (out.length <= lines) return out;
  return [...out.slice(0, lines - 1), clip(out.slice(lines - 1).join(' '), length)];
}

/** Moves boxes down until none overlaps, keeping their order; then centres the column. */
function spread(nodes: Node[], bottom: number): void {
  let edge = top;
  for (const node of nodes) {
    node.y = Math.max(node.y, edge);
    edge = node.y + node.h + gap;
  }
  let limit = Math.max(bottom, edge - gap);
  for (const node of [...nodes].reverse()) {
    node.y = Math.min(node.y, limit - node.h);
    limit = node.y - gap;
  }
}

const edge = (a: Node, b: Node, verdict?: ShownVerdict, planned = false): string => {
  const [x1, y1, x2, y2] = [a.x + a.w, a.y + a.h / 2, b.x, b.y + b.h / 2];
  const mid = (x1 + x2) / 2;
  const d = `M${x1} ${y1.toFixed(1)}C${mid} ${y1.toFixed(1)} ${mid} ${y2.toFixed(1)} ${x2} ${y2.toFixed(1)}`;
  return `<path class="edge${planned ? ' planned' : ''}"${verdict ? ` data-v="${verdict}"` : ''} d="${d}"/>`;
};

const box = ({ x, y, w, h }: Node): string =>
  `<rect class="node" x="${x}" y="${y.toFixed(1)}" width="${w}" height="${h}" rx="3"/>`;

const text = (x: number, y: number, content: string, kind = ''): string =>
  `<text x="${x}" y="${y.toFixed(1)}"${kind && ` class="${kind}"`}>${escapeHtml(content)}</text>`;

const link = (href: string, name: string, content: string): string =>
  `<a href="${escapeHtml(href)}" aria-label="${escapeHtml(name)}">${content}</a>`;

/** Draws contribution, claim, experiment with config, dataset from left to right. */
export function drawEvidenceMap(map: EvidenceMap): string {
  const claims: { view: ClaimView; node: Node; group: number }[] = [];
  let at = top;
  const groups = map.groups.map((group, index) => {
    const start = at;
    for (const view of group.claims) {
      claims.push({ view, group: index, node: { x: columns.claim[0], y: at, w: columns.claim[1], h: row - 4 } });
      at += row;
    }
    if (group.claims.length === 0) at += row;
    const lines = group.text ? wrap(plainText(group.text), 40, group.claims.length > 2 ? 3 : 2) : [];
    const h = 25 + lines.length * 14;
    const free = Math.max(0, start + h - at);
    // A group whose text is taller than its claims keeps them in its middle.
    for (const { node, group: own } of claims) if (own === index) node.y += free / 2;
    at += free + gap;
    return { group, lines, node: { x: columns.group[0], y: 0, w: columns.group[1], h }, start, end: at - gap };
  });
  const bottom = at - gap;
  for (const one of groups) one.node.y = (one.start + one.end - one.node.h) / 2;
  spread(
    groups.map(({ node }) => node),
    bottom,
  );

  const middle = (ids: string[]): number => {
    const rows = claims.filter(({ view }) => ids.includes(view.id));
    return rows.length ? rows.reduce((sum, { node }) => sum + node.y, 0) / rows.length : bottom / 2;
  };
  const runs = map.experiments
    .map((one) => {
      const ids = [...map.runs]
        .filter(([, list]) => list.some(({ experiment }) => experiment === one.id))
        .map(([id]) => id);
      return { one, node: { x: columns.run[0], y: middle(ids) - 14, w: columns.run[1], h: 40 } };
    })
    .sort((a, b) => a.node.y - b.node.y);
  spread(
    runs.map(({ node }) => node),
    bottom,
  );

  const byData = new Map<string, { link: Link; node: Node; ys: number[] }>();
  for (const { one, node } of runs) {
    for (const data of one.datasets) {
      const known = byData.get(data.href) ?? {
        link: data,
        ys: [],
        node: { x: columns.data[0], y: 0, w: columns.data[1], h: 40 },
      };
      known.ys.push(node.y);
      byData.set(data.href, known);
    }
  }
  const data = [...byData.values()];
  for (const one of data) one.node.y = one.ys.reduce((a, b) => a + b, 0) / one.ys.length;
  spread(
    data.map(({ node }) => node),
    bottom,
  );

  const height =
    Math.max(bottom, ...runs.map(({ node }) => node.y + node.h), ...data.map(({ node }) => node.y + node.h)) + 2;
  const edges = [
    ...claims.map(({ node, group }) => edge(groups[group]!.node, node)),
    ...claims.flatMap(({ view, node }) =>
      (map.runs.get(view.id) ?? []).flatMap(({ experiment, planned }) => {
        const run = runs.find(({ one }) => one.id === experiment);
        return run ? [edge(node, run.node, view.shown, planned)] : [];
      }),
    ),
    ...runs.flatMap(({ one, node }) => one.datasets.map((d) => edge(node, byData.get(d.href)!.node))),
  ];
  const heads = (['Contribution', 'Claim', 'Experiment and config', 'Dataset'] as const).map((name, i) =>
    text(Object.values(columns)[i]![0], 14, name, 'sub'),
  );
  const nodes = [
    ...groups.map(({ group, lines, node }) =>
      link(
        group.href,
        `${group.label}: ${plainText(group.text)}`,
        box(node) +
          text(node.x + 9, node.y + 16, group.label, 'sub') +
          lines.map((one, i) => text(node.x + 9, node.y + 31 + i * 14, one)).join(''),
      ),
    ),
    ...claims.map(({ view, node }) =>
      link(
        view.href,
        `${view.id}: ${view.shown}. ${plainText(view.statement)}`,
        box(node) +
          `<svg class="icon" data-v="${view.shown}" x="${node.x + 6}" y="${node.y + 4}" width="13" height="13"><use href="#v-${view.shown}"/></svg>` +
          text(node.x + 25, node.y + 15, clip(view.id.replace(`${map.letter}-`, ''), 38)),
      ),
    ),
    ...runs.map(({ one, node }) =>
      link(
        one.href,
        `Experiment ${plainText(one.title)}: ${one.state}`,
        box(node) +
          text(node.x + 9, node.y + 16, clip(one.id, 31)) +
          text(node.x + 9, node.y + 31, clip(one.state, 34), 'sub'),
      ),
    ),
    ...data.map(({ link: one, node }) => {
      const lines = wrap(plainText(one.text), 20, 2);
      return link(
        one.href,
        `Dataset ${plainText(one.text)}`,
        box(node) +
          lines.map((words, i) => text(node.x + 8, node.y + (lines.length > 1 ? 16 : 23) + i * 14, words)).join(''),
      );
    }),
  ];
  return (
    `<svg viewBox="0 0 ${total} ${Math.ceil(height)}" font-size="12" role="group" aria-label="Evidence map of track ${map.letter}">` +
    `${heads.join('')}${edges.join('')}${nodes.join('')}</svg>`
  );
}
