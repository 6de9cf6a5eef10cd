import { z } from 'zod';
import { type Memory, sha256 } from './memory.ts';
import { parseJson } from './parse-json.ts';
import { finding } from './rules.ts';
import type { RootFiles } from './safe-path.ts';
import type { FigureEntry, Finding } from './types.ts';

/** What a generated Vega-Lite file says of itself; the rest of the specification is the drawing's. */
const specSchema = z.looseObject({
  usermeta: z.looseObject({
    title: z.string(),
    caption: z.string().default(''),
    description: z.string().default(''),
  }),
});

const again = 'Run `paper-factory reproduce`, which draws the figures anew.';

type Said = Pick<FigureEntry, 'title' | 'caption' | 'description'>;

/** What a specification says of the figure, parsed before or now: the drawing in it is much longer. */
function parseSpec(
  bytes: Uint8Array,
  file: string,
  memory: Memory,
): { said: Said | null; findings: Finding[] } {
  const key = sha256(bytes);
  const known = memory.recall('figure', key) as Said | undefined;
  if (known) return { said: known, findings: [] };
  const { data, findings } = parseJson(specSchema, bytes, file, 'figure-is-valid', again);
  if (!data) return { said: null, findings };
  const { title, caption, description } = data.usermeta;
  const said: Said = { title, caption, description };
  memory.keep('figure', key, said);
  return { said, findings };
}

/** Loads `assets/figures/<experiment>/<name>.{svg,vl.json}`, by `<experiment>/<name>`; the SVG is not opened. */
export function loadFigures(
  files: RootFiles,
  memory: Memory,
): {
  figures: Map<string, FigureEntry>;
  ids: Set<string>;
  findings: Finding[];
} {
  const figures = new Map<string, FigureEntry>();
  const ids = new Set<string>();
  const findings: Finding[] = [];
  for (const folder of files.list('assets/figures').filter(({ isFolder }) => isFolder)) {
    ids.add(folder.name);
    const names = new Set(files.list(folder.file).map(({ name }) => name));
    for (const name of names) {
      const stem = name.replace(/(\.svg|\.vl\.json)$/, '');
      const [svg, spec] = [`${folder.file}/${stem}.svg`, `${folder.file}/${stem}.vl.json`];
      const twin = name.endsWith('.svg') ? `${stem}.vl.json` : `${stem}.svg`;
      if (stem !== name && !names.has(twin)) {
        const message = `expected ${twin} in the same folder, found none`;
        findings.push(finding('figure-is-valid', `${folder.file}/${name}`, 1, message, again));
      }
      const bytes = name.endsWith('.vl.json') && names.has(twin) ? files.bytes(spec) : null;
      if (!bytes) continue;
      const parsed = parseSpec(bytes, spec, memory);
      findings.push(...parsed.findings);
      if (!parsed.said) continue;
      figures.set(`${folder.name}/${stem}`, {
        experiment: folder.name,
        name: stem,
        ...parsed.said,
        svg,
        spec,
      });
    }
  }
  return { figures, ids, findings };
}
