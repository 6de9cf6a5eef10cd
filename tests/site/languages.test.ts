import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { joinSigns, searchesOf, separateSigns } from '../../src/markdown/search-text.ts';
import { withHeadingsOf } from '../../src/site/lib/body.ts';
import { excerptParts } from '../../src/site/lib/excerpt.ts';
import { createLinks } from '../../src/site/lib/links.ts';
import { reasonInChinese } from '../../src/site/text/reasons.ts';
import { counted, zh } from '../../src/site/text/ui.ts';
import { words } from '../../src/site/text/words.ts';

const site = resolve(import.meta.dirname, '../../src/site');
const sources = globSync('**/*.{astro,ts}', { cwd: site })
  .filter((file) => !file.endsWith('text/ui.ts'))
  .map((file) => ({ file, text: readFileSync(join(site, file), 'utf8') }));
const unquoted = (literal: string): string => literal.slice(1, -1).replaceAll("\\'", "'");

describe('the dictionary', () => {
  test('has every text that a page or a view says', () => {
    for (const { file, text } of sources) {
      for (const [, literal = ''] of text.matchAll(/(?<![\w.])(?:site\.|context\.)?t\(\s*('(?:[^'\\]|\\.)+')/g)) {
        assert.ok(unquoted(literal) in zh, `${file}: ${literal}`);
      }
      for (const [, noun = ''] of text.matchAll(/\bt\.count\([^,]+, '(\w+)'/g))
        assert.ok(noun in counted, `${file}: ${noun}`);
    }
  });

  test('has nothing that no module says', () => {
    // States and verdicts are named by the modules that compute them.
    const folders = ['src/evidence', 'src/cli/publish', 'runners/src/schema'].map((folder) =>
      resolve(site, '../..', folder),
    );
    const others = folders.flatMap((cwd) =>
      globSync('**/*.ts', { cwd }).map((file) => readFileSync(join(cwd, file), 'utf8')),
    );
    const all = [...sources.map(({ text }) => text), ...others].join('\n');
    const isSaid = (text: string): boolean =>
      all.includes(`'${text.replaceAll("'", "\\'")}'`) ||
      (/^\w+$/.test(text) && new RegExp(`^\\s*${text}:`, 'm').test(all));
    assert.deepEqual(
      [...Object.keys(zh), ...Object.keys(counted)].filter((text) => !isSaid(text)),
      [],
    );
  });

  test('keeps the places of values', () => {
    const places = (text: string): string =>
      [...text.matchAll(/\{\w+\}/g)]
        .map(([place]) => place)
        .sort()
        .join();
    // No value of its own is needed where Chinese says it otherwise.
    const free = new Set(['About this {kind}']);
    for (const [text, chinese] of Object.entries(zh)) {
      if (!free.has(text)) assert.equal(places(chinese), places(text), text);
    }
  });
});

test('words say texts, counts and lists in the language of the page', () => {
  const [en, chinese] = [words('en'), words('zh')];
  assert.equal(en('{n} failed', { n: 2 }), '2 failed');
  assert.equal(chinese('{n} failed', { n: 2 }), '2 条未通过');
  assert.deepEqual(
    [1, 3].map((n) => en.count(n, 'claim')),
    ['1 claim', '3 claims'],
  );
  assert.equal(chinese.count(3, 'claim'), '3 条论断');
  assert.equal(chinese.list(['甲', '乙']), '甲，乙');
  assert.equal(chinese.known('no such text'), 'no such text');
  assert.equal(words(undefined).locale, 'en');
});

test('only English sentences and titles are marked on a Chinese page', () => {
  const { langOf } = words('zh');
  for (const text of ['A teacher without the error', 'Draftable', 'Planned: a run.'])
    assert.equal(langOf(text), 'en', text);
  for (const text of ['直线 with words', 'R²', '0.92', '$R^2_{\\max}$', 'E-ridge', 'SNR'])
    assert.equal(langOf(text), undefined, text);
  assert.equal(words('en').langOf('A teacher'), undefined);
});

describe('reasons in Chinese', () => {
  const rows: [string, string[]][] = [
    ['Planned: spectra-moe, spectra-swin. A run of nine experts.', ['计划中：spectra-moe、spectra-swin。', 'A run of nine experts.']],
    ['Not executed: spectra-moe has no result.', ['未执行：spectra-moe 没有结果。']],
    ['r2 of fit is 0.92, outside 0.985 to 0.995 (0.99 ± 0.005).', ['r2 of fit 为 0.92，在 0.985 至 0.995（0.99 ± 0.005）之外。']],
    ['r2 of fit: 0.92 > 0.8 holds.', ['r2 of fit：0.92 > 0.8，成立。']],
    ['a against b: not (0.3 > 0.4) holds for seeds 1, 2 and fails for seed 3.', ['a 对比 b：并非（0.3 > 0.4），对随机种子 1, 2 成立，对随机种子 3 不成立。']],
    ['fit: r2 0.5, 0.6 increasing over train 10, 20 does not hold.', ['fit：r2 0.5, 0.6 随 train 递增：10, 20，不成立。']],
    ['T-a is verified, T-b is calibrated', ['T-a 已验证, T-b 已校准']],
    ['T-a is unexecuted: Planned: tail-noise.', ['T-a 的判定为未执行：计划中：tail-noise。']],
    ['Nothing of this is known.', ['Nothing of this is known.']],
  ]; // prettier-ignore
  for (const [reason, expected] of rows) test(reason, () => assert.deepEqual(reasonInChinese(reason), expected));
});

test('links stay in the language where it has the page, and lead to English elsewhere', () => {
  const links = createLinks('/lab/', new Set(['', 'tracks/e/', 'claims/E-x/', 'hubs/distill/']));
  assert.equal(links.home, '/lab/zh/');
  assert.equal(links.track('E'), '/lab/zh/tracks/e/');
  assert.equal(links.track('A'), '/lab/tracks/a/');
  assert.equal(links.claim('E-x'), '/lab/zh/claims/E-x/');
  assert.equal(links.page('hubs', 'distill'), '/lab/zh/hubs/distill/');
  assert.equal(links.experiments, '/lab/experiments/');
  assert.equal(links.feed, '/lab/feed.xml');
  assert.equal(createLinks('/').track('E'), '/tracks/e/');
});

describe('headings of a translation', () => {
  const english = '<h2 id="log-known">Known</h2><p>a</p><h3 class="x" id="log-next">Next</h3>';
  test('have the ids of the original by order, and links to them follow', () => {
    const html = '<h2 id="log-已知">已知</h2><a href="#log-已知">上文</a><h3 id="log-接下来">接下来</h3>';
    const contents = [{ depth: 2, id: 'log-已知', text: '已知' }];
    assert.deepEqual(withHeadingsOf({ html, headings: contents }, english), {
      html: '<h2 id="log-known">已知</h2><a href="#log-known">上文</a><h3 id="log-next">接下来</h3>',
      headings: [{ depth: 2, id: 'log-known', text: '已知' }],
    });
  });
  test('keep their own where the numbers differ', () => {
    const own = { html: '<h2 id="log-已知">已知</h2>', headings: [] };
    assert.equal(withHeadingsOf(own, english), own);
  });
});

describe('search', () => {
  const searches: [string, string[]][] = [
    ['ridge Fisher', ['ridge Fisher']],
    ['$R^2$', ['R2']],
    ['信噪比', ['"信 噪 比"']],
    ['R² 的斜率', ['"的 斜 率"', 'R2']],
    ['知识蒸馏，学生', ['"知 识 蒸 馏"', '"学 生"']],
    ['，。', []],
    ['  ', []],
  ];
  for (const [query, expected] of searches) {
    test(`"${query}" searches for ${JSON.stringify(expected)}`, () => assert.deepEqual(searchesOf(query), expected));
  }

  test('an index has each Chinese sign as a word, and other text as it is', () => {
    assert.equal(separateSigns('>当信噪比降低，R²为0.9<'), '>当 信 噪 比 降 低 ， R² 为 0.9<');
    assert.equal(separateSigns('>No sign here, at all.<'), '>No sign here, at all.<');
    assert.equal(joinSigns(separateSigns('当信噪比（SNR）降低，R² 为 0.9。')), '当信噪比（SNR）降低，R² 为 0.9。');
  });

  test('an excerpt marks a phrase as one', () => {
    assert.deepEqual(excerptParts('当 <mark>信</mark> <mark>噪</mark> <mark>比</mark> 降 低 时 ， 变 大'), [
      { text: '当', marked: false },
      { text: '信噪比', marked: true },
      { text: '降低时，变大', marked: false },
    ]);
  });
});
