import { z } from 'zod';
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

/** Loads `assets/figures/<experiment>/<name>.{svg,vl.json}`, by `<experiment>/<name>`; the SVG is not opened. */
export function loadFigures(files: RootFiles): {
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
      const parsed = parseJson(specSchema, bytes, spec, 'figure-is-valid', again);
      findings.push(...parsed.findings);
      if (!parsed.data) continue;
      const { title, caption, description } = parsed.data.usermeta;
      figures.set(`${folder.name}/${stem}`, {
        experiment: folder.name,
        name: stem,
        title,
        caption,
        description,
        svg,
        spec,
      });
    }
  }
  return { figures, ids, findings };
}
