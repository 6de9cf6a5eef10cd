// A process of its own: what Vite takes of memory is given back, and it may work beside the check of the root.
// Started by program.ts in the folder to bundle into, with the base path and the public address.
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { AstroIntegration } from 'astro';
import { build } from 'astro';
import { textCodeDefinition } from '../../markdown/code.ts';
import { isToolFile, toolFolder } from './tool-files.ts';

// Whoever started it may be stopped at any time, and nobody else waits for the bundle.
process.on('disconnect', () => process.exit(1));
process.channel?.unref(); // listening alone would keep this process when it is done
if (!process.connected) process.exit(1);

/** Astro keeps its bundle in the working folder while it builds, where the output lies inside that. */
const outDir = join(process.cwd(), 'assets');

/** Takes what Astro has bundled, and lets it render nothing. */
const capture: AstroIntegration = {
  name: 'paper-factory:capture',
  hooks: {
    'astro:build:start': ({ setPrerenderer }) => {
      setPrerenderer({
        name: 'paper-factory:capture',
        setup: () => rename(join(outDir, '.prerender'), join(process.cwd(), 'server')),
        getStaticPaths: () => Promise.resolve([]),
        render: () => Promise.reject(new Error('nothing is rendered here')),
      });
    },
  },
};

const [base, site] = process.argv.slice(2);
const missed = new Set<string>();

/** A file that the digest does not cover would make an old program look new. */
const checkSources = {
  name: 'paper-factory:check-sources',
  moduleParsed({ id }: { id: string }) {
    const file = id.split('?')[0]!;
    if (!file.includes('node_modules') && existsSync(file) && !isToolFile(file)) missed.add(file);
  },
};

await build(
  {
    root: toolFolder,
    logLevel: 'warn',
    outDir,
    base,
    site,
    integrations: [capture],
    vite: { plugins: [checkSources], define: textCodeDefinition() },
  },
  // Without content collections there is nothing to sync; Astro would write their types beside the tool.
  { sync: false } as object,
);
if (missed.size > 0)
  throw new Error(`pages are made from files outside the digest: ${[...missed].join(', ')}; add them to tool-files.ts`);
