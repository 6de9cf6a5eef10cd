import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { planFixes } from '../../src/cli/fix/plan-fixes.ts';
import { loadRoot } from '../../src/content/load-root.ts';
import { runHere } from './in-process.ts';
import { minimalRoot } from './scratch-root.ts';

const card = (front: string, body = '\nText.\n') => `---\n${front}---\n${body}`;
const sorted = 'title: One\ndate: 2026-11-01\nauthors: [A]\nsummary: One\n';
/** The same with the old id `two` kept. */
const kept = sorted.replace('date', 'aliases: [two]\ndate');
const config = (lines: string) =>
  `schemaVersion: 1\nid: run\nsuite: tiny\n${lines}seeds: [1]\nprofiles: { smoke: {}, default: {} }\n`;

/** A root of the given files and a config. */
function rootOf(context: TestContext, files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'paper-factory-fix-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [file, text] of Object.entries({ 'factory.config.yaml': 'schemaVersion: 1\ntitle: T\n', ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

const log = (id: string, more = '', body = '\nText.\n') =>
  card(
    `schemaVersion: 1\nid: ${id}\ntitle: L\n${more}date: 2026-11-01\nauthors: [A]\nsuite: tiny\nstatus: running\nquestion: Why?\n`,
    body,
  );

interface Case {
  /** The file that is mended, and what it gives. */
  file: string;
  before: string;
  /** The same as before where nothing is to be mended. */
  after: string;
  /** Other files of the root. */
  others?: Record<string, string>;
}

const moved = { 'content/experiments/new-run.md': log('new-run', 'aliases: [old-run, exp_1.py]\n') };

const cases: Record<string, Case> = {
  'an id that is not the name of the file': {
    file: 'content/cards/one.md',
    before: card(`schemaVersion: 1\nid: 'two' # why\n${sorted}`),
    after: card(`schemaVersion: 1\nid: one # why\n${kept}`),
  },
  'an id that is missing': {
    file: 'content/cards/one.md',
    before: card(`schemaVersion: 1\n# title\n${sorted}`),
    after: card(`schemaVersion: 1\n# title\nid: one\n${sorted}`),
  },
  'an id of digits, which stays text': {
    file: 'content/cards/007.md',
    before: card(`schemaVersion: 1\nid: x\n${sorted}`),
    after: card(`schemaVersion: 1\nid: 007\n${kept.replace('two', 'x')}`),
  },
  'an id of a file whose name is none': {
    file: 'content/cards/One Card.md',
    before: card(`schemaVersion: 1\nid: one\n${sorted}`),
    after: card(`schemaVersion: 1\nid: one\n${sorted}`),
  },
  'the track of a claims file': {
    file: 'content/claims/b.yaml',
    before: 'schemaVersion: 1\ntrack: A\nclaims: []\n',
    after: 'schemaVersion: 1\ntrack: B\nclaims: []\n',
  },
  'keys in another order, with comments, blank lines and a text of several lines': {
    file: 'content/cards/one.md',
    before: card(
      '# head\nid: one\ntitle: One\n# who\nauthors:\n  - A # him\n\n# in short\nsummary: >-\n  One\n  line\nschemaVersion: 1\ndate: 2026-11-01\ntags: []\n# the end\n',
    ),
    after: card(
      '# head\nschemaVersion: 1\nid: one\ntitle: One\ndate: 2026-11-01\n# who\nauthors:\n  - A # him\ntags: []\n# the end\n\n# in short\nsummary: >-\n  One\n  line\n',
    ),
  },
  'keys in another order with an unknown one, which stays at the end': {
    file: 'content/cards/one.md',
    before: card(`colour: red\nid: one\nschemaVersion: 1\n${sorted}`),
    after: card(`schemaVersion: 1\nid: one\n${sorted}colour: red\n`),
  },
  'keys with anchors, which must keep their order': {
    file: 'content/cards/one.md',
    before: card('summary: &a One\nschemaVersion: 1\nid: one\ntitle: *a\ndate: 2026-11-01\nauthors: [A]\n'),
    after: card('summary: &a One\nschemaVersion: 1\nid: one\ntitle: *a\ndate: 2026-11-01\nauthors: [A]\n'),
  },
  'a file with Windows line ends': {
    file: 'content/cards/one.md',
    before: card(`schemaVersion: 1\nid: two\n${sorted}`).replaceAll('\n', '\r\n'),
    after: card(`schemaVersion: 1\nid: one\n${kept}`).replaceAll('\n', '\r\n'),
  },
  'keys in another order, between Windows line ends': {
    file: 'content/cards/one.md',
    before: card(`# head\nid: one\n# in short\nsummary: One\ntitle: One\nauthors: [A]\ndate: 2026-11-01\n`).replaceAll(
      '\n',
      '\r\n',
    ),
    after: card(
      `# head\nschemaVersion: 1\nid: one\ntitle: One\ndate: 2026-11-01\nauthors: [A]\n# in short\nsummary: One\n`,
    ).replaceAll('\n', '\r\n'),
  },
  'an old field between Windows line ends': {
    file: 'experiments/run/config.yaml',
    before: config('runner: command\ncommand: { run: [sh, x], artefacts: [a] }\ntitle: T\n').replaceAll('\n', '\r\n'),
    after: config('runner: command\ncommand: { run: [sh, x] }\nartefacts:\n  - a\ntitle: T\n').replaceAll('\n', '\r\n'),
  },
  'the id of a renamed file, beside the old names that it had': {
    file: 'content/cards/one.md',
    before: card(`schemaVersion: 1\nid: two\n${sorted.replace('date', 'aliases: [zero]\ndate')}`),
    after: card(`schemaVersion: 1\nid: one\n${sorted.replace('date', 'aliases: [two, zero]\ndate')}`),
  },
  'the id of a renamed file, above the old names that it had': {
    file: 'content/cards/one.md',
    before: card(`schemaVersion: 1\nid: two\n${sorted.replace('date', 'aliases:\n  # first\n  - zero\ndate')}`),
    after: card(`schemaVersion: 1\nid: one\n${sorted.replace('date', 'aliases:\n  # first\n  - two\n  - zero\ndate')}`),
  },
  'the id of a copy, of which no old name is made': {
    file: 'content/cards/one.md',
    others: { 'content/cards/two.md': card(`schemaVersion: 1\nid: two\n${sorted}`) },
    before: card(`schemaVersion: 1\nid: two\n${sorted}`),
    after: card(`schemaVersion: 1\nid: one\n${sorted}`),
  },
  'an id that is the old name of another page already': {
    file: 'content/cards/one.md',
    others: moved,
    before: card(`schemaVersion: 1\nid: old-run\n${sorted}`),
    after: card(`schemaVersion: 1\nid: one\n${sorted}`),
  },
  'a link to a log that was renamed': {
    file: 'content/experiments/reader.md',
    others: { 'content/experiments/one.md': log('two').replace('date', '# when\ndate') },
    before: log('reader', '', '\n[a](exp:two)\n'),
    after: log('reader', '', '\n[a](exp:one)\n'),
  },
  'broken YAML, which is left to its author': {
    file: 'content/cards/one.md',
    before: card(`schemaVersion: 1\nid: [two\n${sorted}`),
    after: card(`schemaVersion: 1\nid: [two\n${sorted}`),
  },
  'a missing schemaVersion where all else is valid': {
    file: 'content/cards/one.md',
    before: card(`# head\nid: one\n${sorted}`),
    after: card(`# head\nschemaVersion: 1\nid: one\n${sorted}`),
  },
  'a missing schemaVersion where something else is wrong': {
    file: 'content/cards/one.md',
    before: card(`id: one\n${sorted}colour: red\n`),
    after: card(`id: one\n${sorted}colour: red\n`),
  },
  'version 0': {
    file: 'experiments/run/config.yaml',
    before: config(
      'runner: command\ncommand:\n  run: [sh, x]\n  # kept\n  artefacts: [weights.bin]\n  inputs: [x]\ntitle: T\n',
    ).replace('n: 1', 'n: 0'),
    after: config(
      'runner: command\ncommand:\n  run: [sh, x]\n  # kept\n  inputs: [x]\nartefacts:\n  - weights.bin\ntitle: T\n',
    ),
  },
  'an old field in braces of a file that says version 1': {
    file: 'experiments/run/config.yaml',
    before: config('runner: command\ncommand: { run: [sh, x], artefacts: [a, b] }\ntitle: T\n'),
    after: config('runner: command\ncommand: { run: [sh, x] }\nartefacts:\n  - a\n  - b\ntitle: T\n'),
  },
  'an old field without a schemaVersion': {
    file: 'experiments/run/config.yaml',
    before: config('runner: command\ncommand: { artefacts: [a], run: [sh, x] }\ntitle: T\n').replace(
      'schemaVersion: 1\n',
      '',
    ),
    after: config('runner: command\ncommand: { run: [sh, x] }\nartefacts:\n  - a\ntitle: T\n'),
  },
  'a newer version, which is left alone': {
    file: 'content/cards/one.md',
    before: card(`schemaVersion: 2\nid: one\n${sorted}colour: red\n`),
    after: card(`schemaVersion: 2\nid: one\n${sorted}colour: red\n`),
  },
  'old names in a log and its text, and none in code': {
    file: 'content/experiments/reader.mdx',
    others: moved,
    before: log(
      'reader',
      '',
      '\n[a](exp:old-run) ![b](fig:old-run/loss) [0.9](metric:old-run/r2?model=x) [c](exp:exp_1.py)\n\n<Metric of="old-run/r2" />\n\n`[a](exp:old-run)` [d](exp:old-run-2)\n\n```md\n[a](exp:old-run)\n```\n',
    ).replace(
      'question: Why?\n',
      "question: Why?\nmetrics:\n  - { metric: 'old-run/r2?model=x', kind: executed }\nfigures: [loss]\ndependsOn: [old-run] # first\n",
    ),
    after: log(
      'reader',
      '',
      '\n[a](exp:new-run) ![b](fig:new-run/loss) [0.9](metric:new-run/r2?model=x) [c](exp:new-run)\n\n<Metric of="new-run/r2" />\n\n`[a](exp:old-run)` [d](exp:old-run-2)\n\n```md\n[a](exp:old-run)\n```\n',
    ).replace(
      'question: Why?\n',
      "question: Why?\nmetrics:\n  - { metric: 'new-run/r2?model=x', kind: executed }\nfigures: [loss]\ndependsOn: [new-run] # first\n",
    ),
  },
  'an old name of a page whose id is mended at the same time': {
    file: 'content/experiments/reader.md',
    others: { 'content/experiments/new-run.md': log('wrong', 'aliases: [old-run]\n') },
    before: log('reader', '', '\n[a](exp:old-run)\n'),
    after: log('reader', '', '\n[a](exp:new-run)\n'),
  },
  'old names in claims': {
    file: 'content/claims/a.yaml',
    others: moved,
    before:
      'schemaVersion: 1\ntrack: A\nclaims:\n  # why\n  - id: A-x\n    kind: comparison\n    statement: old-run is fast\n    left: old-run/r2?model=x\n    right: 0.5\n    experiment: exp_1.py\n'.replace(
        'exp_1.py',
        'old-run',
      ),
    after:
      "schemaVersion: 1\ntrack: A\nclaims:\n  # why\n  - id: A-x\n    kind: comparison\n    statement: old-run is fast\n    left: 'new-run/r2?model=x'\n    right: 0.5\n    experiment: new-run\n",
  },
  'old names on the home page': {
    file: 'content/start.yaml',
    others: moved,
    before:
      "schemaVersion: 1\nentries:\n  - { page: 'exp:old-run', purpose: Read }\n  - { page: 'fig:old-run/loss', purpose: Look }\n",
    after:
      "schemaVersion: 1\nentries:\n  - { page: 'exp:new-run', purpose: Read }\n  - { page: 'fig:new-run/loss', purpose: Look }\n",
  },
  'an old name that is the id of another now': {
    file: 'content/experiments/reader.md',
    others: { ...moved, 'content/experiments/old-run.md': log('old-run') },
    before: log('reader', '', '\n[a](exp:old-run)\n'),
    after: log('reader', '', '\n[a](exp:old-run)\n'),
  },
};

suite('check --fix', () => {
  for (const [name, { file, before, after, others = {} }] of Object.entries(cases)) {
    test(`${before === after ? 'leaves' : 'mends'} ${name}`, (context) => {
      const root = rootOf(context, { [file]: before, ...others });
      const fixes = planFixes(root);
      assert.equal(fixes.find((fix) => fix.file === file)?.after ?? before, after);
      for (const fix of fixes) {
        assert.ok(fix.done.length > 0);
        writeFileSync(join(root, fix.file), fix.after);
      }
      assert.deepEqual(planFixes(root), [], 'a second time there is nothing');
    });
  }

  test('shows a diff that patch takes, and writes only without --dry-run', async (context) => {
    const file = 'content/cards/one.md';
    const root = rootOf(context, { [file]: cases['an id that is not the name of the file'].before });
    const read = () => readFileSync(join(root, file), 'utf8');
    const before = read();
    const shown = await runHere('check', '--fix', '--dry-run', '--root', root);
    assert.equal(shown.code, 1);
    assert.match(shown.out, /^--- a\/content\/cards\/one\.md\n\+\+\+ b\/content\/cards\/one\.md\n@@ [^\n]* @@\n/);
    assert.match(
      shown.err,
      /id: two is one, as the file is named\n[^\n]*aliases: two kept as an old name\n1 file would be fixed; nothing was written/,
    );
    assert.equal(read(), before);
    const fixed = await runHere('check', '--fix', '--root', root);
    assert.equal(fixed.code, 0, fixed.out);
    assert.ok(fixed.out.startsWith(shown.out));
    const after = read();
    writeFileSync(join(root, file), before);
    execFileSync('git', ['apply', '-'], { cwd: root, input: shown.out });
    assert.equal(read(), after);
    assert.deepEqual(readdirSync(join(root, 'content/cards')), ['one.md']);
    const again = await runHere('check', '--fix', '--dry-run', '--root', root);
    assert.deepEqual([again.code, again.out, again.err], [0, '', 'Nothing to fix.\n']);
  });

  test('says as JSON what was mended', async (context) => {
    const root = rootOf(context, { 'content/cards/one.md': cases['an id that is missing'].before });
    for (const more of [['--dry-run'], []]) {
      const { out } = await runHere('check', '--fix', '--json', ...more, '--root', root);
      const [{ file, done, diff }] = JSON.parse(out).fixed;
      assert.equal(file, 'content/cards/one.md');
      assert.deepEqual(done, ['id: one added, as the file is named']);
      assert.match(diff, /^\+id: one$/m);
    }
  });

  test('follows a moved experiment: a new name, the old one as an alias', async (context) => {
    const root = mkdtempSync(join(tmpdir(), 'paper-factory-fix-'));
    context.after(() => rmSync(root, { recursive: true, force: true }));
    cpSync(minimalRoot, root, { recursive: true });
    // Results are never moved by hand: a run makes them anew.
    rmSync(join(root, 'assets/results/slope-error'), { recursive: true });
    renameSync(join(root, 'experiments/slope-error'), join(root, 'experiments/error-of-slope'));
    renameSync(join(root, 'content/experiments/slope-error.mdx'), join(root, 'content/experiments/error-of-slope.mdx'));
    const text = readFileSync(join(root, 'content/experiments/error-of-slope.mdx'), 'utf8');
    writeFileSync(
      join(root, 'content/experiments/error-of-slope.mdx'),
      text.replace(/^id: slope-error$/m, 'id: error-of-slope\naliases: [slope-error]'),
    );
    await runHere('check', '--fix', '--root', root);
    const broken = loadRoot(root).findings.filter(({ rule }) =>
      ['reference-resolves', 'id-equals-file-name'].includes(rule),
    );
    assert.deepEqual(broken, []);
    assert.match(readFileSync(join(root, 'content/claims/t.yaml'), 'utf8'), /error-of-slope\/slope_error/);
  });

  test('does not touch what a link leads out to', async (context) => {
    const root = rootOf(context, {});
    const outside = rootOf(context, { 'one.md': cases['an id that is missing'].before });
    symlinkSync(outside, join(root, 'content'));
    mkdirSync(join(outside, 'cards'));
    renameSync(join(outside, 'one.md'), join(outside, 'cards', 'one.md'));
    const { err } = await runHere('check', '--fix', '--root', root);
    assert.match(err, /Nothing to fix/);
    assert.equal(readFileSync(join(outside, 'cards', 'one.md'), 'utf8'), cases['an id that is missing'].before);
  });

  test('is asked for before a dry run', async (context) => {
    const { code, err } = await runHere('check', '--dry-run', '--root', rootOf(context, {}));
    assert.deepEqual([code, err.split('\n')[0]], [2, 'error: --dry-run is only for --fix']);
  });
});

suite('a schemaVersion', () => {
  const versions: [written: string, message: RegExp, hint: RegExp][] = [
    ['', /schemaVersion: expected the number 1/, /check --fix` add it where the rest is valid/],
    [
      'schemaVersion: 0\n',
      /schemaVersion: expected the number 1, found the number 0/,
      /check --fix` brings it up to date/,
    ],
    ['schemaVersion: 2\ncolour: red\n', /schemaVersion: expected the number 1, found the number 2/, /update the tool/],
    ["schemaVersion: '1'\n", /schemaVersion: expected the number 1/, /Write schemaVersion: 1/],
  ];
  for (const [written, message, hint] of versions) {
    test(`that is ${written.split('\n')[0] || 'missing'} is one fault that says what to do`, (context) => {
      const root = rootOf(context, { 'content/cards/one.md': card(`${written}id: one\n${sorted}`) });
      const { findings } = loadRoot(root);
      assert.equal(findings.length, 1, JSON.stringify(findings));
      assert.match(findings[0].message, message);
      assert.match(findings[0].hint, hint);
    });
  }
});
