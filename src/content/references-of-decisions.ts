import { address, many, one, type Reference } from './references.ts';
import type { DataPath, DecisionsEntry } from './types.ts';

const source = (entry: { source?: { document: string } }, ...at: DataPath): Reference[] =>
  one('source', entry.source?.document, ...at, 'source', 'document');

/** What the gates, trees and tables of a track's claims file name. */
export const referencesOfDecisions = ({ track, gates, trees, triggers, acceptance }: DecisionsEntry): Reference[] => [
  ...gates.flatMap((gate, i) => [
    ...address(gate.metric, 'gates', i, 'metric'),
    ...one('experiment', gate.experiment, 'gates', i, 'experiment'),
    ...many('claim', gate.claims, 'gates', i, 'claims'),
    ...source(gate, 'gates', i),
  ]),
  ...trees.flatMap((tree, i) => [
    ...tree.nodes.flatMap(({ claim, gate, experiment }, j) => [
      ...one('claim', claim, 'trees', i, 'nodes', j, 'claim'),
      ...one('gate', gate && `${track}/${gate}`, 'trees', i, 'nodes', j, 'gate'),
      ...one('experiment', experiment, 'trees', i, 'nodes', j, 'experiment'),
    ]),
    ...source(tree, 'trees', i),
  ]),
  ...triggers.flatMap((table, i) => [
    ...table.rows.flatMap(({ claims, experiments }, j) => [
      ...many('claim', claims, 'triggers', i, 'rows', j, 'claims'),
      ...many('experiment', experiments, 'triggers', i, 'rows', j, 'experiments'),
    ]),
    ...source(table, 'triggers', i),
  ]),
  ...acceptance.flatMap((table, i) => [
    ...table.rows.flatMap(({ claim }, j) => one('claim', claim, 'acceptance', i, 'rows', j, 'claim')),
    ...source(table, 'acceptance', i),
  ]),
];
