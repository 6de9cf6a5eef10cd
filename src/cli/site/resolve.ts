import { createRequire, isBuiltin, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { toolFolder } from './tool-files.ts';

const tool = pathToFileURL(join(toolFolder, 'package.json')).href;

/** Packages of Astro's own code, which is part of the program, need not lie where the tool's do. */
const astro = pathToFileURL(createRequire(tool).resolve('astro/package.json')).href;

/** Lets a program find the packages of the tool, wherever it is kept. */
export function resolveFromTool(program: string): void {
  const inside = pathToFileURL(program).href;
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
