import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { Plugin, ViteDevServer } from 'vite';
import { devAddress, devEvent, type DevState } from '../../site/dev-state.ts';
import { forgetModel } from '../../site/judged.ts';
import { createGatherer, fileBelow, placesBelow } from './changes.ts';
import type { Update } from './session.ts';

/** The overlay's script, compiled or not as this file is. */
const overlay = fileURLToPath(
  new URL(`../../site/scripts/dev-overlay${path.extname(import.meta.url)}`, import.meta.url),
);

export interface Watching {
  /** Absolute. */
  root: string;
  /** The state when the server starts. */
  state: DevState;
  update(changed: readonly string[]): Promise<Update>;
  /** Told of every update, for the terminal. */
  onUpdate(update: Update, changed: readonly string[]): void;
  /** Told of an update that failed, which is a fault of this program: the pages stay as they are. */
  onFailure(error: unknown): void;
}

/** Astro asks its routes for their pages again, so that a new entry gets its page and a removed one loses it. */
function renewPages(server: ViteDevServer): void {
  forgetModel();
  for (const [name, { hot }] of Object.entries(server.environments)) {
    if (name !== 'client') hot.send('astro:content-changed', {});
  }
}

/** Watches a root: makes the model anew when a file of it changes, tells the browsers, and answers what is at fault. */
function watchRoot({ root, state: first, update, onUpdate, onFailure }: Watching): Plugin {
  let state = first;
  return {
    name: 'paper-factory:watch-root',
    apply: 'serve',
    configureServer(server) {
      const { hot } = server.environments.client;
      const gather = createGatherer(async (changed) => {
        try {
          const updated = await update(changed);
          ({ state } = updated);
          if (updated.isSeen) renewPages(server);
          hot.send({ type: 'custom', event: devEvent, data: state });
          if (updated.isSeen) hot.send({ type: 'full-reload', path: '*' });
          onUpdate(updated, changed);
        } catch (error) {
          onFailure(error);
        }
      });
      server.watcher.add(placesBelow(root));
      server.watcher.on('all', (_, file) => {
        const changed = fileBelow(root, file);
        if (changed !== null) gather(changed);
      });
      server.middlewares.use((request, response, next) => {
        if (request.url?.split('?')[0] !== devAddress) return next();
        response.setHeader('content-type', 'application/json').setHeader('cache-control', 'no-store');
        response.end(JSON.stringify(state));
      });
    },
  };
}

/** What a development server has and a build has not: the watcher, and the overlay in every page. */
export function devIntegration(watching: Watching): AstroIntegration {
  return {
    name: 'paper-factory:dev',
    hooks: {
      'astro:config:setup': ({ injectScript, updateConfig }) => {
        injectScript('page', `import ${JSON.stringify(overlay)};`);
        updateConfig({ vite: { plugins: [watchRoot(watching)] } });
      },
    },
  };
}
