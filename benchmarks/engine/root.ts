import { writeData, writeFiles, type Node } from './graph.ts';

interface Grid {
  seeds: number[];
  sweep: number[];
}

/** Text of one generated config. */
function configOf({ id, value, data }: Node, { seeds, sweep }: Grid): string {
  return [
    'schemaVersion: 1',
    `id: ${id}`,
    'suite: tiny',
    'runner: tiny/echo',
    `title: Experiment ${id} of a generated root`,
    `data: { source: ${data} }`,
    `seeds: [${seeds.join(', ')}]`,
    ...(sweep.length > 0 ? [`sweep: { value: [${sweep.join(', ')}] }`] : []),
    'params:',
    `  value: ${value}`,
    'profiles:',
    '  smoke: {}',
    '  default: {}',
    'notes:',
    '  value: Another one for each experiment.',
    'tags: [generated]',
    '',
  ].join('\n');
}

/** Writes a root with one committed profile and no results. */
export function writeRoot(folder: string, nodes: readonly Node[], grid: Grid = { seeds: [1], sweep: [] }): void {
  writeData(folder, nodes);
  writeFiles(folder, [
    ['factory.config.yaml', 'schemaVersion: 1\ntitle: Generated\ncommitted: [default]\n'],
    ['content/tracks/.keep', ''],
    ['assets/results/.keep', ''],
    ...nodes.map((node) => [`experiments/${node.id}/config.yaml`, configOf(node, grid)] as const),
  ]);
}
