import {
  type Reference,
  referencesOfClaim,
  referencesOfConfig,
  referencesOfDataset,
  referencesOfLog,
  figureReference,
} from '../../content/references.ts';
import {
  referencesOfContradiction,
  referencesOfGlossary,
  referencesOfRepositories,
  referencesOfStart,
} from '../../content/references-of-center.ts';
import { referencesOfDecisions } from '../../content/references-of-decisions.ts';
import {
  referencesOfHub,
  referencesOfHubPage,
  referencesOfPrinciple,
  referencesOfRoadmap,
} from '../../content/references-of-pages.ts';
import { referencesOfTrack } from '../../content/references-of-track.ts';
import { yamlScalar } from '../templates/fill.ts';
import type { Aliases } from './aliases.ts';
import type { FixableFile } from './fixable-files.ts';
import { applyEdits, type Edit, mappingOf, scalarAt } from './yaml-part.ts';

const under = (references: Reference[], ...at: (string | number)[]): Reference[] =>
  references.map((one) => ({ ...one, path: [...at, ...one.path] }));

/** References of a file's fields by its format; those of a format that names nothing are none. */
const referencesOf: Record<string, (data: never) => Reference[]> = {
  'factory-config': (data: { site: { coreFigure?: string } }) =>
    figureReference(data.site.coreFigure, 'site', 'coreFigure'),
  'experiment-config': referencesOfConfig,
  tracks: referencesOfTrack,
  experiments: referencesOfLog,
  datasets: referencesOfDataset,
  hubs: referencesOfHub,
  roadmaps: referencesOfRoadmap,
  principles: referencesOfPrinciple,
  ...{ cards: referencesOfHubPage, sessions: referencesOfHubPage, notes: referencesOfHubPage },
  claims: (
    data: Parameters<typeof referencesOfDecisions>[0] & { claims: Parameters<typeof referencesOfClaim>[0][] },
  ) => [
    ...data.claims.flatMap((claim, i) => under(referencesOfClaim(claim), 'claims', i)),
    ...referencesOfDecisions(data),
  ],
  glossary: referencesOfGlossary,
  start: referencesOfStart,
  repositories: referencesOfRepositories,
  contradictions: (data: { contradictions: Parameters<typeof referencesOfContradiction>[0][] }) =>
    data.contradictions.flatMap((one, i) => referencesOfContradiction(one, 'contradictions', i)),
};

/** An id in a field: alone, before `/` in an address, or after `:` in the link of a page. */
function renamed(written: string, id: string, present: string): string | null {
  const at = written.startsWith(id) ? 0 : written.indexOf(`:${id}`) + 1;
  const end = written[at + id.length];
  if ((at === 0 && !written.startsWith(id)) || (end !== undefined && end !== '/')) return null;
  return written.slice(0, at) + present + written.slice(at + id.length);
}

/** Writes the present id where a field names an old one. */
export function fixFields({ format, schema }: FixableFile, yaml: string, aliases: Aliases, done: string[]): string {
  const parsed = mappingOf(yaml);
  const data = parsed ? schema.safeParse(parsed.document.toJS()).data : undefined;
  const references = referencesOf[format] as ((data: unknown) => Reference[]) | undefined;
  if (!parsed || data === undefined || !references) return yaml;
  const edits = new Map<number, Edit>();
  for (const { kind, id, path } of references(data)) {
    const present = aliases(kind).get(id);
    const found = present === undefined ? null : scalarAt(parsed.map, path);
    const text = found && typeof found.value === 'string' ? renamed(found.value, id, present!) : null;
    if (text === null || edits.has(found!.from)) continue;
    edits.set(found!.from, { from: found!.from, to: found!.to, text: yamlScalar(text) });
    done.push(`${path.map(String).join('.')}: ${id} is ${present} now`);
  }
  return applyEdits(yaml, [...edits.values()]);
}
