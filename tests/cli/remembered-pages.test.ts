import assert from 'node:assert/strict';
import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { test, type TestContext } from 'node:test';
import { redactSite } from '../../src/cli/publish/redact.ts';
import { runGate } from '../../src/cli/gate.ts';
import { openProgram } from '../../src/cli/site/program.ts';
import { findTexts, renderTexts } from '../../src/cli/site/render-texts.ts';
import { startThread, type Thread } from '../../src/cli/site/start-thread.ts';
import { buildPages } from '../../src/cli/site.ts';
import { handOver } from '../../src/site/judged.ts';
import { scratchRoot } from './scratch-root.ts';

type Lab = ReturnType<typeof scratchRoot>;

const address = { base: '/', url: 'https://lab.example' };
const remembered = ['pages', 'markdown', 'evidence.json'].map((name) => `.factory/cache/${name}`);

/** Builds the pages of a root. @returns their bytes, and how many were rendered and not remembered. */
async function build(
  { root, digests }: Lab,
  at = address,
  perThread = Infinity,
  finish = async (_: string) => {},
  helpers: Thread[] = [],
) {
  const { loaded, freshness, ...report } = await runGate(root);
  let rendered = 0;
  await buildPages({ loaded, report, state: { freshness, verification: null } }, at, {
    progress: (pages) => (rendered = pages.rendered),
    perThread,
    helpers,
    threadStopped: (error) => assert.fail(error),
    finish,
  });
  return { files: digests('dist'), rendered };
}

/** What an author does between two builds. */
const edits: Record<string, (lab: Lab) => void> = {
  'the text of a log': ({ edit }) =>
    edit('content/experiments/line-fit.md', '64 points, 40 steps', 'Few points, 40 steps'),
  'a heading and a formula of a log': ({ edit }) =>
    edit('content/experiments/line-fit.md', '## Setup', '## How $\\alpha$ was set up'),
  'a link in a log': ({ edit }) =>
    edit('content/experiments/line-fit.md', '## Setup', 'See [the claim](claim:T-noise-free).\n\n## Setup'),
  'the text of a log whose text goes away': ({ edit, read }) => {
    const file = 'content/experiments/tail-noise.md';
    edit(file, read(file).split('---\n').slice(2).join('---\n'), '');
  },
  'the title of a log that others link to': ({ edit }) =>
    edit('content/experiments/line-fit.md', 'title: A line by gradient descent', 'title: The line, again'),
  'the statement of a claim': ({ edit }) =>
    edit('content/claims/t.yaml', 'The slope is found to within 0.2.', 'The slope is found, nearly.'),
  'the test of a claim': ({ edit }) => edit('content/claims/t.yaml', 'bound: 0.2', 'bound: 0.0001'),
  'the text of a track': ({ edit }) => edit('content/tracks/t.md', 'A line $y = ax + b$', 'One line $y = ax + b$'),
  'a result': ({ edit }) =>
    edit('assets/results/line-fit/default/outcome.json', '"status": "ok"', '"status": "diverged"'),
  'a figure': ({ edit }) => edit('assets/figures/line-fit/training-loss.svg', '</svg>', '<path d="M0 0h9"/></svg>'),
  'the settings of the root': ({ edit }) => edit('factory.config.yaml', 'title: Minimal lab', 'title: Another lab'),
  'a config': ({ edit }) => edit('experiments/line-fit/config.yaml', 'title: A line', 'title: Some line'),
  'a log that is removed': ({ remove }) => remove('content/experiments/slope-error.mdx'),
  'a log that becomes private': ({ edit }) =>
    edit('content/experiments/line-fit.md', 'status: done', 'status: done\nvisibility: private'),
  'a new translation': ({ write }) =>
    write(
      'content/cards/noise-ceiling.zh.md',
      '---\nschemaVersion: 1\nid: noise-ceiling\nlang: zh\ntitle: 噪声的上限\ndate: 2026-11-02\nauthors: [A. Tester]\n---\n\n噪声。\n',
    ),
};

const full = async (lab: Lab) => {
  remembered.forEach((folder) => lab.remove(folder));
  return build(lab);
};

/** A root that was built, and for later tests the program that builds it. */
async function builtLab(t: TestContext, from?: Lab): Promise<Lab> {
  const lab = scratchRoot(t);
  if (from) cpSync(from.path('.factory'), lab.path('.factory'), { recursive: true });
  await build(lab);
  return lab;
}

test('pages that are remembered', async (t) => {
  const first = await builtLab(t);

  await t.test('none is rendered where nothing changed', async () => {
    const before = first.digests('dist');
    const { files, rendered } = await build(first);
    assert.equal(rendered, 0);
    assert.deepEqual(files, before);
  });

  await t.test('of the logs, the one whose text changed alone is rendered', async (t) => {
    const lab = await builtLab(t, first);
    const before = lab.digests('dist');
    edits['the text of a log']!(lab);
    const { files } = await build(lab);
    const changed = Object.keys(files).filter((file) => files[file] !== before[file]);
    assert.deepEqual(changed, ['dist/experiments/line-fit/index.html']);
  });

  await t.test('and the page that says how long it takes to read, where it does', async (t) => {
    const lab = await builtLab(t, first);
    lab.edit('content/start.yaml', 'entries:', 'entries:\n  - { page: "exp:line-fit", purpose: A line }');
    const before = (await build(lab)).files;
    lab.edit('content/experiments/line-fit.md', '## Setup', `${'Many words. '.repeat(900)}\n\n## Setup`);
    const { files } = await build(lab);
    const changed = Object.keys(files).filter((file) => files[file] !== before[file]);
    assert.deepEqual(changed, ['dist/experiments/line-fit/index.html', 'dist/start/index.html']);
  });

  for (const [what, edit] of Object.entries(edits)) {
    await t.test(`after a change of ${what} they are those of a full build`, async (t) => {
      const lab = await builtLab(t, first);
      edit(lab);
      const { files } = await build(lab);
      const whole = await full(lab);
      assert.ok(whole.rendered > 50);
      assert.deepEqual(files, whole.files);
    });
  }

  await t.test('a damaged one is rendered again', async (t) => {
    const lab = await builtLab(t, first);
    const before = lab.digests('dist');
    const [page] = Object.keys(lab.digests('.factory/cache/pages')).filter((file) => !file.endsWith('index.json'));
    lab.write(page!, 'x');
    const { files, rendered } = await build(lab);
    assert.ok(rendered > 0);
    assert.deepEqual(files, before);
  });

  await t.test('another address makes them anew', async (t) => {
    const lab = await builtLab(t, first);
    lab.edit('factory.config.yaml', 'site:', 'site:\n  base: /lab/');
    const { files, rendered } = await build(lab, { base: '/lab/', url: 'https://lab.example' });
    assert.ok(rendered > 80);
    assert.ok('dist/index.html' in files);
    assert.match(lab.read('dist/index.html'), /href="\/lab\/tracks\/"/);
  });
});

test('what is done to built pages is not remembered', async (t) => {
  const lab = scratchRoot(t);
  const before = (await build(lab)).files;
  const redacted = async (folder: string): Promise<void> => void redactSite(folder, ['64 points*']);
  const changed = (await build(lab, address, Infinity, redacted)).files;
  assert.notDeepEqual(changed, before);
  const { files, rendered } = await build(lab);
  assert.equal(rendered, 0);
  assert.deepEqual(files, before);
});

test('threads render pages as one alone does', async (t) => {
  const lab = scratchRoot(t);
  const alone = await full(lab);
  remembered.forEach((folder) => lab.remove(folder));
  const { files, rendered } = await build(lab, address, 10);
  assert.equal(rendered, alone.rendered);
  assert.deepEqual(files, alone.files);
});

test('a thread alone renders every page of a root with a private claim, as it is published and whatever leads there', async (t) => {
  const lab = scratchRoot(t);
  edits['a log that becomes private']!(lab);
  const { loaded, freshness, ...report } = await runGate(lab.root);
  const remark = { rule: 'claim-is-judged', severity: 'warn', file: 'content/claims/t.yaml', line: 9 } as const;
  report.findings.push({ ...remark, message: 'A remark on a claim.', hint: 'None.' });
  const publication = { base: null, url: null, anonymous: true };
  const judged = { loaded, report, state: { freshness, verification: null, publication } };
  assert.ok(handOver(judged).claimLines.size > 0);
  await buildPages(judged, address, {
    progress: () => {},
    perThread: Infinity,
    threadStopped: (error) => assert.fail(error),
    finish: () => Promise.resolve(),
  });
  const expected = lab.digests('dist');
  const program = await openProgram(lab.root, address);
  const known = JSON.parse(lab.read('.factory/cache/pages/index.json')) as Record<string, { inputs: string }>;
  const pages = Object.keys(known).map((_, i) => i);
  const next = new Int32Array(new SharedArrayBuffer(4));
  const [folder, memory] = [lab.path('out'), lab.path('memory')];
  const left = { program, folder, memory, pages, from: pages.map(() => ''), next };
  const seen: number[] = [];
  const link = `${lab.root}-link`;
  symlinkSync(lab.root, link);
  t.after(() => rmSync(link));
  process.env.PAPER_FACTORY_ROOT = link;
  const thread = startThread(null);
  await thread.renderPages({ handed: handOver(judged), left }, ({ index }) => seen.push(index));
  assert.deepEqual(seen, pages);
  const files = lab.digests('out');
  assert.equal(Object.keys(files).length, pages.length);
  for (const [file, digest] of Object.entries(files))
    assert.equal(digest, expected[file.replace(/^out/, 'dist')], file);
});

test('texts that are rendered before the root is judged are those of its pages', async (t) => {
  const lab = scratchRoot(t);
  lab.write('content/notes/broken.mdx', '---\nid: broken\n---\n\nb <5% c\n');
  lab.write('content/notes/other.md', '---toml\nid = 1\n---\n\nText.\n');
  const texts = findTexts(lab.root);
  await renderTexts(texts);
  lab.remove('content/notes/broken.mdx');
  lab.remove('content/notes/other.md');
  const kept = Object.keys(lab.digests('.factory/cache/markdown'));
  assert.equal(kept.length, texts.files.length - 2);
  for (const file of kept) lab.write(file, lab.read(file).replaceAll('<p>', '<b>'));
  await renderTexts(findTexts(lab.root));
  await build(lab);
  const pages = ['experiments/line-fit', 'experiments/slope-error', 'tracks/t', 'hubs/lines', 'zh/hubs/lines'];
  for (const page of pages) assert.match(lab.read(`dist/${page}/index.html`), /<b>/, page);
});

test('threads that were started with a build render its pages too', async (t) => {
  const lab = scratchRoot(t);
  const alone = await full(lab);
  remembered.forEach((folder) => lab.remove(folder));
  const thread = startThread(findTexts(lab.root));
  let asked = 0;
  const helper: Thread = { ...thread, renderPages: (...work) => (asked++, thread.renderPages(...work)) };
  const { files } = await build(lab, address, 10, undefined, [helper]);
  assert.deepEqual(files, alone.files);
  assert.equal(asked, availableParallelism() > 1 ? 1 : 0);
  await thread.stop();
});
