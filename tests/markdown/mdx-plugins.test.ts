import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unified } from '@astrojs/markdown-remark';
import { mdxPlugins } from '../../src/markdown/plugins.ts';
import { context } from './fixtures.ts';

/** Compiles a text as `@astrojs/mdx` does. */
async function compile(text: string): Promise<string> {
  const paths: string[] = [];
  const processor = unified({
    gfm: true,
    smartypants: false,
    ...mdxPlugins((path) => {
      paths.push(path);
      return context;
    }),
  });
  const renderer = await processor.createMdxRenderer!(
    { syntaxHighlight: false, gfm: true, smartypants: false },
    { optimize: false, srcDir: new URL('file:///root/'), sourcemap: false },
  );
  const { code } = await renderer.process(text, '/root/a.mdx', {});
  assert.deepEqual(paths, ['/root/a.mdx']);
  return code;
}

describe('mdxPlugins', () => {
  it('give the pages of @astrojs/mdx the same evidence, and none of the code', async () => {
    const code = await compile(
      'import x from "evil"\n\n<Metric of="spectra-core/rmse">7</Metric> {process.exit()}\n\n<Figure of="spectra-core/r2-vs-snr" />',
    );
    assert.match(code, /"data-metric": "spectra-core\/rmse"/);
    assert.match(code, /"data-figure": "spectra-core\/r2-vs-snr"/);
    assert.doesNotMatch(code, /evil|process/);
  });
});
