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
  integrations: [mdx()],
  // English has no folder; what is translated lies under `/zh/`.
  i18n: { locales: ['en', 'zh'], defaultLocale: 'en', routing: { prefixDefaultLocale: false } },
  build: { format: 'directory', inlineStylesheets: 'never', assets: 'assets' },
  vite: {
    // Nothing is written beside the tool, which may lie where only others may write.
    cacheDir: join(root, '.factory/cache/vite'),
    build: { assetsInlineLimit: 0 },
    plugins: [onlyWoff2],
    server: { fs: { allow: [fileURLToPath(new URL('.', import.meta.url)), root] } },
  },
});
