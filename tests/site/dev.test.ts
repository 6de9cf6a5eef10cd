import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launch, noBrowser } from './browser.ts';
import { copyRoot } from './build-fixture.ts';

const launcher = resolve(import.meta.dirname, '../../bin/paper-factory.mjs');
const log = 'content/experiments/line-fit.md';
const minute = 60_000;
const asError = (error: Error): Error => error;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

describe('dev', { skip: noBrowser, timeout: 5 * minute }, () => {
  const root = copyRoot(resolve(import.meta.dirname, '../fixtures/minimal'));
  const at = (file: string) => join(root, file);
  const edit = (file: string, from: string | RegExp, to: string) => {
    const text = readFileSync(at(file), 'utf8');
    const edited = text.replace(from, to);
    assert.notEqual(edited, text, `${file} has ${String(from)}`);
    writeFileSync(at(file), edited);
  };
  let server: ChildProcess;
  let said = '';
  let browser: Browser;
  let page: Page;
  let origin = '';
  const overlay = () => page.locator('#paper-factory-dev section');
  const faults = () => overlay().locator('.place code').allTextContents();
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: minute });
  const isGone = () => overlay().waitFor({ state: 'detached', timeout: minute });
  const status = async (path: string) => (await fetch(origin + path)).status;
  async function becomes<T>(wanted: T, read: () => Promise<T>): Promise<void> {
    const end = Date.now() + minute;
    for (;;) {
      const found = await read();
      if (JSON.stringify(found) === JSON.stringify(wanted)) return;
      if (Date.now() > end) assert.deepEqual(found, wanted);
      await new Promise((done) => setTimeout(done, 100));
    }
  }
  const requests: string[] = [];
  /**
   * Goes to an address, again where the way there is lost: a file that changed just before makes the server tell the
   * page to reload, and a browser that is told both does one of them, or neither. `load` is not waited for, which a
   * reload puts off.
   */
  async function visit(path: string): Promise<void> {
    const end = Date.now() + minute;
    const go = () => page.goto(origin + path, { waitUntil: 'commit', timeout: 10_000 }).then(() => null, asError);
    for (let fault = await go(); fault !== null; fault = await go()) if (Date.now() > end) throw fault;
    await page.locator('#paper-factory-dev').waitFor({ state: 'attached', timeout: minute });
  }

  before(async () => {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    server = spawn(process.execPath, [launcher, 'dev', '--root', root, '--port', String(port)]);
    for (const stream of [server.stdout!, server.stderr!]) stream.on('data', (data) => (said += String(data)));
    await becomes(true, () =>
      fetch(`${origin}/__paper-factory/state.json`).then(
        () => true,
        () => false,
      ),
    );
    browser = await launch();
    page = await (await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })).newPage();
    page.on('framenavigated', (frame) => requests.push(frame.url()));
  });

  beforeEach(() => visit('/experiments/line-fit/'));

  after(async () => {
    await browser?.close();
    server?.kill();
    rmSync(root, { recursive: true, force: true });
  });

  it('shows what was saved', async () => {
    assert.equal(await overlay().count(), 0);
    edit(log, /^title: .*$/m, 'title: A title of today');
    await shows('A title of today');
    edit(log, 'A title of today', 'A title of tomorrow');
    await shows('A title of tomorrow');
  });

  const broken: [what: string, file: string, from: string | RegExp, to: string, line: (text: string) => number][] = [
    ['a fault of syntax', log, /^title: .*$/m, 'title: "never closed', (text) => lineOf(text, 'never closed')],
    ['an unknown field', log, /^title:/m, 'colour: blue\ntitle:', (text) => lineOf(text, 'colour')],
    ['a broken link', log, /$/, '\nSee [](claim:T-nothing).\n', (text) => lineOf(text, 'T-nothing')],
    ['MDX that is none', 'content/experiments/slope-error.mdx', /$/, '\n<b>a\n', (text) => lineOf(text, '<b>a')],
    ['a claims file', 'content/claims/t.yaml', /^claims:/m, 'claims: ]', (text) => lineOf(text, 'claims: ]')],
  ];
  const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
  for (const [what, file, from, to, line] of broken) {
    it(`shows ${what} with its place over the page, which stays, until it is mended`, async () => {
      const good = readFileSync(at(file), 'utf8');
      const title = await page.locator('h1').first().textContent();
      edit(file, from, to);
      await overlay().waitFor({ timeout: minute });
      const place = `${file}:${line(readFileSync(at(file), 'utf8'))}`;
      await becomes(true, async () => (await faults()).includes(place));
      assert.equal(await page.locator('h1').first().textContent(), title);
      // A visit finds it too, and the page as it was when it was last right.
      await visit('/experiments/line-fit/');
      await overlay().waitFor({ timeout: minute });
      assert.equal(await page.locator('h1').first().textContent(), title);
      assert.equal(await status('/experiments/slope-error/'), 200);
      writeFileSync(at(file), good);
      await isGone();
      await becomes(
        [],
        async () => ((await (await fetch(`${origin}/__paper-factory/state.json`)).json()) as { faults: [] }).faults,
      );
      assert.match(said, /Every fault is mended/);
    });
  }

  it('lists all faults, those of the page first; put away, it comes back with the next', async () => {
    const files = [log, 'content/cards/noise-ceiling.md'];
    const good = files.map((file) => readFileSync(at(file), 'utf8'));
    edit(files[1], /^title:/m, 'colour: blue\ntitle:');
    await overlay().waitFor({ timeout: minute });
    await overlay().getByRole('button', { name: 'Close' }).click();
    await isGone();
    await visit('/experiments/line-fit/');
    assert.equal(await overlay().count(), 0);
    edit(files[0], /^title:/m, 'shape: round\ntitle:');
    await overlay().waitFor({ timeout: minute });
    await becomes(files, async () => (await faults()).map((place) => place.replace(/:\d+$/, '')));
    // The page below can be used.
    await page.getByRole('link', { name: 'Tracks' }).first().click({ trial: true });
    files.forEach((file, i) => writeFileSync(at(file), good[i]));
    await isGone();
  });

  it('gives a new file its page, a renamed one another, and a removed one none', async () => {
    cpSync(at('content/notes/on-seeds.md'), at('content/notes/on-more.md'));
    edit('content/notes/on-more.md', 'id: on-seeds', 'id: on-more');
    await becomes(200, () => status('/notes/on-more/'));
    renameSync(at('content/notes/on-more.md'), at('content/notes/on-less.md'));
    edit('content/notes/on-less.md', 'id: on-more', 'id: on-less');
    await becomes([404, 200], () => Promise.all([status('/notes/on-more/'), status('/notes/on-less/')]));
    rmSync(at('content/notes/on-less.md'));
    await becomes(404, () => status('/notes/on-less/'));
  });

  it('takes many changes as one, and none from what pages do not depend on', async () => {
    await page.waitForLoadState('networkidle');
    const visits = requests.length;
    writeFileSync(at('dist-is-not-read.md'), 'x');
    writeFileSync(at('.factory/cache/x.json'), '{}');
    for (let i = 0; i < 100; i++) {
      const text = readFileSync(at('content/notes/on-seeds.md'), 'utf8');
      writeFileSync(at(`content/notes/many-${i}.md`), text.replace('id: on-seeds', `id: many-${i}`));
    }
    await becomes(200, () => status('/notes/many-99/'));
    await page.waitForTimeout(1000);
    assert.ok(requests.length - visits <= 3, requests.slice(visits).join('\n'));
    for (let i = 0; i < 100; i++) rmSync(at(`content/notes/many-${i}.md`));
    await becomes(404, () => status('/notes/many-99/'));
  });

  it('shows Chinese pages anew', async () => {
    const folder = 'content/hubs/lines.zh.md';
    assert.ok(existsSync(at(folder)));
    await visit('/zh/hubs/lines/');
    edit(folder, /^title: .*$/m, 'title: 新的标题');
    await shows('新的标题');
  });

  it('offers to run what a changed config made stale, and never does', async () => {
    const config = 'experiments/line-fit/config.yaml';
    const good = readFileSync(at(config), 'utf8');
    const outcome = readFileSync(at('assets/results/line-fit/default/outcome.json'), 'utf8');
    edit(config, /^seeds: .*$/m, 'seeds: [7, 8]');
    await overlay().getByText('paper-factory reproduce line-fit').waitFor({ timeout: minute });
    await overlay().getByRole('button', { name: 'Copy' }).first().click();
    await becomes('paper-factory reproduce line-fit', () => page.evaluate(() => navigator.clipboard.readText()));
    assert.match(said, /to run it: paper-factory reproduce line-fit/);
    assert.equal(readFileSync(at('assets/results/line-fit/default/outcome.json'), 'utf8'), outcome);
    writeFileSync(at(config), good);
    await isGone();
  });
});
