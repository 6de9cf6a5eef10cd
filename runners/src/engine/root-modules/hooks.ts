import { readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { UserError } from '../../schema/user-error.ts';
import { moduleOf } from '../sources/memory.ts';
import { publicFile, publicName, publicNames } from '../sources/public-names.ts';
import { languages } from '../sources/source-file.ts';

const publicUrl = pathToFileURL(publicFile).href;
const query = '?names=';
let registered = false;

/** What a module takes of the public interface, sorted; null for all of it. */
function namesTakenBy(url: string): string[] | null {
  const file = fileURLToPath(url);
  const language = languages[extname(file)] ?? 'js';
  const names = moduleOf(readFileSync(file), language).imports.flatMap((one) =>
    one.target === publicName ? (one.names ?? ['*']) : [],
  );
  return names.includes('*') ? null : [...new Set(names)].sort();
}

/** The public interface without what nobody asked for: TensorFlow.js alone takes most of a second to load. */
function sourceOf(names: string[]): string {
  const known = publicNames();
  return names
    .flatMap((name) => known.get(name) ?? [])
    .map(({ name, imported, target }) => {
      const what = imported === '*' ? `* as ${name}` : `{ ${imported} as ${name} }`;
      return `export ${what} from ${JSON.stringify(target)};\n`;
    })
    .join('');
}

/**
 * Lets modules of a root import the tool by its name, whether the root has a `node_modules` or not. Each gets the names
 * that it imports and nothing else is loaded, so that a result rests on exactly what its closure says.
 * @throws {UserError} on a Node without `module.registerHooks` (before 22.15 and 23.5).
 */
export function registerPublicInterface(): void {
  if (registered) return;
  if (typeof nodeModule.registerHooks !== 'function') {
    throw new UserError(`modules of a root need Node 22.15 or newer, and this is ${process.version}`, {
      hint: 'npm usually brings one: install without `--omit=optional`, or install a newer Node.',
    });
  }
  registered = true;
  nodeModule.registerHooks({
    resolve(specifier, context, next) {
      if (specifier !== publicName || !context.parentURL?.startsWith('file:')) return next(specifier, context);
      const names = namesTakenBy(context.parentURL);
      const url = names === null ? publicUrl : `${publicUrl}${query}${names.join(',')}`;
      return { url, format: names === null ? undefined : 'module', shortCircuit: true };
    },
    load(url, context, next) {
      if (!url.startsWith(publicUrl + query)) return next(url, context);
      const names = url.slice(publicUrl.length + query.length).split(',');
      return { format: 'module', source: sourceOf(names), shortCircuit: true };
    },
  });
}
