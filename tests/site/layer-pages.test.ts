import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildSite, copyRoot } from './build-fixture.ts';
import { addressesOf, brokenLinks } from './dist-files.ts';

const minimal = resolve(import.meta.dirname, '../fixtures/minimal');
const layers = ['hubs', 'roadmaps', 'cards', 'principles', 'sessions', 'notes', 'guides'];
const files = ['glossary', 'start', 'repositories'];

function reader(dist: string): (path: string) => string {
  return (path) => readFileSync(join(dist, path, 'index.html'), 'utf8');
}

/** The words of a page's main part. */
const words = (html: string): string =>
  html
    .slice(html.indexOf('<main'), html.indexOf('</main>'))
    .replace(/<(?:svg|math|annotation)\b[\s\S]*?<\/(?:svg|math|annotation)>/g, ' ')
    .replaceAll('<wbr>', '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&gt;', '>')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ');

describe('pages of the layers', () => {
  let root: string;
  let page: (path: string) => string;
  before(async () => {
    root = copyRoot(minimal);
    page = reader(await buildSite(root));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test('a hub says what is known, with what standing, and what comes next', () => {
    const html = page('hubs/lines');
    assert.deepEqual(
      [...html.matchAll(/data-standing="([a-z]+)"/g)].map((match) => match[1]),
      ['holds', 'fails', 'open', 'open'],
    );
    const text = words(html);
    for (const part of [
      'What is known',
      'What comes next',
      'planned Draw the noise',
      'Points used 64',
      'lines_main_20250101',
    ])
      assert.ok(text.includes(part), part);
    assert.match(html, /data-claim="T-line-explains" data-verdict="verified"/);
  });

  test('the list of principles sets apart what speaks against one', () => {
    const html = page('principles');
    const [support, against] = html.slice(html.indexOf('data-principle="baseline-first"')).split('Against:');
    const claims = (part = ''): string[] => [...part.matchAll(/data-claim="([^"]+)"/g)].map((match) => match[1]);
    assert.deepEqual(claims(support), ['T-line-explains', 'T-heavy-tails']);
    assert.deepEqual(claims(against?.split('data-principle=')[0]), ['T-r2-reported']);
  });

  test('a roadmap keeps what the source says apart from what is computed', () => {
    const html = page('roadmaps/lines');
    const row = html.slice(
      html.indexOf('id="milestone-paper"'),
      html.indexOf('</tr>', html.indexOf('milestone-paper"')),
    );
    assert.match(row, /data-milestone-state="unbound"/);
    assert.match(words(`<main>${row}</main>`), /not bound to a run.*planned/);
  });

  test('a planned experiment says that nothing was executed, and shows its thresholds', () => {
    const html = page('experiments/tail-noise');
    assert.match(html, /data-planned/);
    const text = words(html);
    for (const part of [
      'Nothing has been executed here.',
      '1 claim waits for its result.',
      '> 0.75 – not executed',
      'exp_heavy_tails_20250102',
      'Loss under tails 0.04',
    ])
      assert.ok(text.includes(part), part);
    assert.doesNotMatch(text, /npx paper-factory reproduce/, 'nothing runs a planned config');
  });

  test('a page shows what refers to it', () => {
    const html = page('experiments/line-fit');
    const referred = html.slice(html.indexOf('id="referred"'));
    for (const path of ['/hubs/lines/', '/roadmaps/lines/', '/sessions/first-fit/', '/repositories/#line-notes'])
      assert.ok(addressesOf(referred).includes(path), path);
  });

  test('data that is not at hand says so and names what stands for it', () => {
    assert.match(words(page('datasets/survey-lines')), /Not at hand\..*Points of a noisy line stands for it/);
  });

  test('the glossary has terms in order, with formula, other words and Chinese beside', () => {
    const html = page('glossary');
    const at = ['id="noise"', 'id="r2"', 'id="slope"'].map((id) => html.indexOf(id));
    assert.deepEqual(
      at,
      [...at].sort((a, b) => a - b),
    );
    assert.match(html, /lang="zh"[^>]*>\s*斜率/);
    assert.match(words(html), /coefficient of determination/);
    assert.match(html, /katex-display/);
  });

  test('the way in says which times are counted', () => {
    const text = words(page('start'));
    assert.match(text, /track, 5 min/);
    assert.match(text, /hub, about 1 min/);
  });

  test('the board and the review lead to what they name', () => {
    const kanban = page('kanban');
    assert.match(kanban, /data-next="tail-noise"/);
    assert.deepEqual(
      [...kanban.matchAll(/data-lane="([a-z-]+)"/g)].map((match) => match[1]),
      ['planned', 'done'],
    );
    const review = words(page('review'));
    assert.match(review, /1 open contradictions/);
    assert.match(review, /Which optimiser\? gradient descent/);
  });
});

describe('a root without layers', () => {
  let root: string;
  let dist: string;
  before(async () => {
    root = copyRoot(minimal);
    for (const name of layers) rmSync(join(root, 'content', name), { recursive: true });
    for (const name of [...files, 'contradictions']) rmSync(join(root, 'content', `${name}.yaml`));
    for (const name of ['datasets/survey-lines.md', 'experiments/tail-noise.md']) {
      const file = join(root, 'content', name);
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replaceAll(/, repository: line-notes/g, ''));
    }
    dist = await buildSite(root);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test('links to none of them, and each page says that there is nothing yet', () => {
    const page = reader(dist);
    const home = addressesOf(page('.'));
    for (const name of [...layers, ...files]) {
      assert.ok(!home.includes(`/${name}/`), `the home page links to ${name}`);
      assert.match(page(name), /class="empty"/, name);
    }
    assert.match(words(page('contradictions')), /None is known/);
    assert.deepEqual(brokenLinks(dist), []);
  });
});
