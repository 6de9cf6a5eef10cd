import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { RenderContext, Resolver } from '../../src/markdown/context.ts';

import { context, renderMarkdown, resolver } from './fixtures.ts';

const text = '[](metric:spectra-core/r2?model=vit&snr=5) and [a](./a.md), [b](/b?x="1"&y)';

describe('the cache of rendered texts', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'paper-factory-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const files = (): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  const render = (more: Partial<RenderContext> = {}): Promise<string> =>
    renderMarkdown(text, { ...context, cacheFolder: folder, ...more });

  it('is used for the same text', async () => {
    const html = await render();
    const [file] = files();
    const at = path.join(folder, file);
    writeFileSync(at, readFileSync(at, 'utf8').replace(' and ', ' AND '));
    assert.match(await render(), / AND /);
    assert.doesNotMatch(html, / AND /);
    assert.deepEqual(files(), [file], 'one file, and no temporary one');
  });

  it('holds no answer', async () => {
    await render();
    const changed: Resolver = {
      ...resolver,
      metric: (address, written) => ({ ...resolver.metric(address, written)!, value: '0.99' }),
    };
    assert.match(await render({ resolver: changed }), />0\.99</);
    assert.match(await render(), />0\.71</);
    assert.match(await render({ resolver: { ...resolver, file: () => '/lab/a/' } }), /href="\/lab\/a\/"/);
    assert.match(await render(), /href="\/lab\/b\?x=%221%22&#x26;y"/);
    assert.match(await render({ base: '/' }), /href="\/b\?x=%221%22&#x26;y"/);
    assert.equal(files().length, 1);
  });

  it('keeps language, format and prefix apart', async () => {
    for (const more of [{}, { lang: 'zh' }, { format: 'mdx' }, { idPrefix: 'x-' }] as const) await render(more);
    assert.equal(files().length, 4);
  });

  it('ignores what it cannot read', async () => {
    const html = await render();
    const at = path.join(folder, files()[0]);
    const whole = readFileSync(at, 'utf8');
    for (const broken of [
      '',
      '{',
      'null',
      '[]\nx',
      '{"holes":[]}\nx',
      whole.slice(0, -1),
      whole.replace('"nonce"', '"once"'),
    ]) {
      writeFileSync(at, broken);
      assert.equal(await render(), html);
    }
  });

  it('is not needed', async () => {
    const html = await render({ cacheFolder: undefined });
    assert.equal(await render({ cacheFolder: path.join(folder, 'file') }), html);
    writeFileSync(path.join(folder, 'plain'), '');
    assert.equal(await render({ cacheFolder: path.join(folder, 'plain') }), html);
  });
});
