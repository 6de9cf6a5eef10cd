import { createRequire, isBuiltin, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Lets what Astro bundled find the packages of the tool, wherever it is kept.
 * @param bundle Folder of the bundle, absolute.
 * @param toolFolder Folder of the tool, absolute.
 */
export function resolveFromTool(bundle: string, toolFolder: string): void {
  const inside = pathToFileURL(bundle).href;
  const tool = pathToFileURL(join(toolFolder, 'package.json')).href;
  // Packages of Astro's own code, which is part of the bundle, need not lie where the tool's do.
  const astro = pathToFileURL(createRequire(tool).resolve('astro/package.json')).href;
  registerHooks({
    resolve(specifier, context, next) {
      const isBare = !/^(?:\.|\/|[a-z]+:)/.test(specifier) && !isBuiltin(specifier);
      if (!isBare || !context.parentURL?.startsWith(inside)) return next(specifier, context);
      try {
        return next(specifier, { ...context, parentURL: tool });
      } catch {
        return next(specifier, { ...context, parentURL: astro });
      }
    },
  });
}
