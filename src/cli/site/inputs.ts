import { globSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { sha256 } from '../../content/memory.ts';
import type { LoadedRoot } from '../../content/types.ts';
import type { ReadEvidence } from '../../evidence/check.ts';

/** Digests of everything that pages are made from, the program aside. */
export interface Inputs {
  /** Of all but the texts of logs: front matter, claims, results, figures, what the texts link to, what was judged. */
  common: string;
  /** Of the text of each log, by id: the log's own page alone shows it. */
  texts: Map<string, string>;
  /** Of the texts of all logs together. */
  allTexts: string;
}

/** All files of a root that pages read. */
const sources = ['factory.config.yaml', 'content/**/*', 'experiments/*/config.yaml', 'assets/{results,figures}/**/*'];

const textFile = /^content\/experiments\/([a-z0-9-]+)\.mdx?$/;

/** Whether a path is a file of the root, links followed: the check tells what else lies there. */
function isOwnFile(home: string, path: string): boolean {
  try {
    const real = realpathSync.native(path);
    return real.startsWith(home + sep) && statSync(real).isFile();
  } catch {
    return false; // a link to nothing
  }
}

/**
 * Looks at the files of a root. A log's text may change without a change to `common` as long as its evidence links stay:
 * what is judged, and who refers to whom, comes from those.
 * @param judged What the check found and knows besides the files.
 */
export function readInputs({ root, experiments, images }: LoadedRoot, read: ReadEvidence, judged: unknown): Inputs {
  const texts = new Map<string, string>();
  const parts: string[] = [JSON.stringify(judged)];
  const home = realpathSync.native(root);
  const files = globSync(sources, { cwd: root, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => isOwnFile(home, path))
    .map((path) => path.slice(root.length + 1).replaceAll('\\', '/'))
    .concat(...images.keys());
  for (const file of [...new Set(files)].sort()) {
    const bytes = readFileSync(join(root, file));
    const id = textFile.exec(file)?.[1];
    const log = id === undefined ? undefined : experiments.get(id);
    if (id === undefined || log?.file !== file) {
      parts.push(`${file} ${sha256(bytes)}`);
      continue;
    }
    const text = bytes.toString('utf8');
    const { body, format } = log;
    const head = text.endsWith(body) ? text.slice(0, text.length - body.length) : text;
    const { links, htmlLinks, fileLinks } = read(body, format);
    const evidence = [
      links.map(({ scheme, target, text }) => [scheme, target, text]),
      fileLinks.map(({ url }) => url),
      htmlLinks.map(({ text }) => text),
    ];
    parts.push(`${file} ${sha256(head)} ${sha256(JSON.stringify(evidence))} ${body.trim() === ''}`);
    texts.set(id, sha256(body));
  }
  return { common: sha256(parts.join('\n')), texts, allTexts: sha256([...texts].join('\n')) };
}
