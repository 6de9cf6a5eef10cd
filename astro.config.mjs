import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import mdx from '@astrojs/mdx';
import { defineConfig } from 'astro/config';
import { parse } from 'yaml';

/** The root whose content is built; the code of the site is always this package's. */
const root = resolve(process.env.PAPER_FACTORY_ROOT ?? '.');

/** Base path and public address; everything else that the root's settings say is read, and checked, by the model. */
function readAddress() {
  let settings;
  try {
    settings = parse(readFileSync(join(root, 'factory.config.yaml'), 'utf8'))?.site;
  } catch {
    // The model tells what is wrong with the file.
  }
  return { base: settings?.base ?? '/', site: settings?.url ?? 'http://localhost:4321' };
}

/** One process may build several times: every build and every server starts from the files as they are. */
const freshModel = {
  name: 'paper-factory:fresh-model',
  hooks: {
    'astro:config:setup': () => {
      globalThis.paperFactorySite = undefined;
    },
  },
};

/** In dev, makes the model anew and reloads the page when a file of the root changes. */
function watchRoot() {
  const folders = ['content', 'experiments', 'assets', 'factory.config.yaml', '.factory/state'].map((one) =>
    join(root, one),
  );
  return {
    name: 'paper-factory:watch-root',
    apply: 'serve',
    configureServer(server) {
      server.watcher.add(folders);
      let pending;
      server.watcher.on('all', (event, file) => {
        if (!folders.some((folder) => file.startsWith(folder))) return;
        // A run of `reproduce` writes many files: reload once when it has settled.
        clearTimeout(pending);
        pending = setTimeout(() => {
          globalThis.paperFactorySite = undefined;
          for (const [name, environment] of Object.entries(server.environments)) {
            // Astro's own signal: the pages that exist are asked for again, so that a new entry gets its page.
            if (name !== 'client') environment.hot.send('astro:content-changed', {});
          }
          server.environments.client.hot.send({ type: 'full-reload', path: '*' });
        }, 150);
      });
    },
  };
}

/** Browsers that read modules read woff2: KaTeX's other formats would only fill `dist`. */
const onlyWoff2 = {
  name: 'paper-factory:only-woff2',
  enforce: 'pre',
  transform(code, id) {
    if (!id.split('?')[0].endsWith('katex.min.css')) return;
    return code.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)/g, '');
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  srcDir: './src/site',
  publicDir: './src/site/public',
  outDir: join(root, 'dist'),
  cacheDir: join(root, '.factory/cache/astro'),
  ...readAddress(),
  trailingSlash: 'always',
  compressHTML: true,
  prefetch: false,
  devToolbar: { enabled: false },
  // For the tool's own texts. A root's .mdx is data and never compiled: src/markdown renders it.
  integrations: [freshModel, mdx()],
  // English has no folder; what is translated lies under `/zh/`.
  i18n: { locales: ['en', 'zh'], defaultLocale: 'en', routing: { prefixDefaultLocale: false } },
  build: { format: 'directory', inlineStylesheets: 'never', assets: 'assets' },
  vite: {
    // Nothing is written beside the tool, which may lie where only others may write.
    cacheDir: join(root, '.factory/cache/vite'),
    build: { assetsInlineLimit: 0 },
    plugins: [watchRoot(), onlyWoff2],
    server: { fs: { allow: [fileURLToPath(new URL('.', import.meta.url)), root] } },
  },
});
