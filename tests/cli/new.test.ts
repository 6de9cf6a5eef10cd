import assert from 'node:assert/strict';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test, type TestContext } from 'node:test';
import { kinds } from '../../src/cli/new/kinds.ts';
import { slugOf } from '../../src/cli/new/free-id.ts';
import { loadRoot } from '../../src/content/load-root.ts';
import { checkRoot } from '../../src/evidence/check.ts';
import { runHere } from './in-process.ts';
import { minimalRoot } from './scratch-root.ts';

let made = '';
before(async () => {
  made = mkdtempSync(join(tmpdir(), 'paper-factory-new-'));
  for (const lang of ['en', 'zh']) {
    const { code, err } = await runHere('init', join(made, lang), '--lang', lang, '--no-run');
    assert.equal(code, 0, err);
  }
  cpSync(minimalRoot, join(made, 'minimal'), { recursive: true });
});
after(() => rmSync(made, { recursive: true, force: true }));

/** A copy of a root that the test may change. */
function copyOf(context: TestContext, name: string): string {
  const root = mkdtempSync(join(tmpdir(), 'paper-factory-new-'));
  cpSync(join(made, name), root, { recursive: true });
  context.after(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

const errors = (root: string): string[] =>
  checkRoot(loadRoot(root), {})
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ file, rule, message }) => `${file} ${rule} ${message}`);

const files = (root: string): string[] => readdirSync(root, { recursive: true }).map(String).sort();

const read = (root: string, file: string): string => readFileSync(join(root, file), 'utf8');

suite('new', () => {
  test('writes nothing where factory.config.yaml is of a newer version', async (context) => {
    const root = copyOf(context, 'en');
    const config = read(root, 'factory.config.yaml').replace('schemaVersion: 1', 'schemaVersion: 7');
    writeFileSync(join(root, 'factory.config.yaml'), config);
    const before = files(root);
    const { code, out, err } = await runHere('new', 'card', 'one', '--root', root);
    assert.equal(code, 1);
    assert.equal(out, '');
    assert.match(err, /factory\.config\.yaml:\d+: schemaVersion: expected the number 1[\s\S]*update the tool/);
    assert.deepEqual(files(root), before);
  });

  for (const root of ['en', 'zh', 'minimal']) {
    test(`makes every kind in the root ${root} without a new error`, async (context) => {
      const folder = copyOf(context, root);
      const before = errors(folder);
      const claim = [...loadRoot(folder).claims.keys()][0];
      for (const kind of Object.keys(kinds)) {
        for (const title of ["It's new: #1 {{x}}", "It's new: #1 {{x}}", '新的', '']) {
          const args = title === '' ? (kind === 'track' ? [] : ['by-id']) : ['--title', title];
          const more = [
            ...(kind === 'principle' ? ['--claim', claim] : []),
            ...(kind === 'claim' ? ['--track', claim[0]] : []),
          ];
          const { code, out, err } = await runHere('new', kind, ...args, ...more, '--json', '--root', folder);
          assert.equal(code, 0, `${kind}: ${err}`);
          const { id, files: written, changed } = JSON.parse(out);
          assert.ok(id && written.length + changed.length > 0);
          for (const file of written) assert.ok(existsSync(join(folder, file)), file);
        }
      }
      assert.deepEqual(errors(folder), before);
      const loaded = loadRoot(folder);
      assert.equal(loaded.cards.get('it-s-new-1-x') ?? null, null);
      assert.equal(loaded.cards.get('its-new-1-x')?.data.title, "It's new: #1 {{x}}");
      for (const id of ['its-new-1-x-2', 'card', 'by-id']) assert.ok(loaded.cards.has(id), id);
      assert.equal(loaded.cards.get('by-id')?.data.title, 'By id');
      assert.deepEqual(loaded.experiments.get('by-id')?.data.tracks, [claim[0]]);
      assert.equal(loaded.cards.get('card')?.data.lang, root === 'zh' ? 'zh' : 'en');
    });
  }

  test('makes an experiment that runs', { timeout: 120_000 }, async (context) => {
    const root = copyOf(context, 'en');
    await runHere('new', 'experiment', '--title', 'Does noise help?', '--root', root);
    const ran = await runHere('reproduce', 'does-noise-help', '--profile', 'smoke', '--root', root);
    assert.equal(ran.code, 0, ran.err + ran.out);
    assert.ok(existsSync(join(root, 'assets/results/does-noise-help/smoke/outcome.json')));
  });

  test('dates by the day of the user, gives a track the next free letter', async (context) => {
    const root = copyOf(context, 'en');
    writeFileSync(join(root, 'content/claims/b.yaml'), 'schemaVersion: 1\ntrack: B\nclaims: []\n');
    const { out } = await runHere('new', 'track', '--root', root);
    assert.match(out, /Made a track "Track C" with the id C:\n {2}content\/tracks\/c\.md\nNext: /);
    const now = new Date();
    const [month, day] = [now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0'));
    assert.equal(loadRoot(root).tracks.get('C')?.data.date, `${now.getFullYear()}-${month}-${day}`);
  });

  const claimFiles: [name: string, before: string, after: string][] = [
    [
      'comments and blank lines between claims',
      '# head\nschemaVersion: 1\ntrack: B\nclaims:\n  # one\n  - id: B-one\n    kind: bound\n    statement: One  # why\n\n  - { id: B-two, kind: bound, statement: Two }   # two\n\n# gates\ngates: []\n',
      '# head\nschemaVersion: 1\ntrack: B\nclaims:\n  # one\n  - id: B-one\n    kind: bound\n    statement: One  # why\n\n  - { id: B-two, kind: bound, statement: Two }   # two\n\n  - id: B-x\nNEW\n# gates\ngates: []\n',
    ],
    [
      'an empty list',
      'schemaVersion: 1\ntrack: B\nclaims: []\n',
      'schemaVersion: 1\ntrack: B\nclaims:\n  - id: B-x\nNEW',
    ],
    [
      'a list at the first column, no line end at the end',
      'schemaVersion: 1\ntrack: B\nclaims:\n- id: B-one\n  kind: bound\n  statement: >-\n    One\n    two',
      'schemaVersion: 1\ntrack: B\nclaims:\n- id: B-one\n  kind: bound\n  statement: >-\n    One\n    two\n- id: B-x\nNEW',
    ],
  ];
  for (const [name, text, expected] of claimFiles) {
    test(`adds a claim to a file with ${name}, every other byte as it was`, async (context) => {
      const root = copyOf(context, 'en');
      await runHere('new', 'track', '--root', root);
      writeFileSync(join(root, 'content/claims/b.yaml'), text);
      const { code, err } = await runHere('new', 'claim', 'B-x', '--title', 'X: y', '--root', root);
      assert.equal(code, 0, err);
      const [head, tail] = expected.split('NEW');
      const now = read(root, 'content/claims/b.yaml');
      assert.ok(now.startsWith(head), now);
      assert.ok(now.endsWith(tail.trimEnd() === '' ? '\n' : tail), now);
      assert.equal(loadRoot(root).claims.get('B-x')?.claim.statement, 'X: y');
    });
  }

  test('uses the templates of a root before its own', async (context) => {
    const root = copyOf(context, 'en');
    mkdirSync(join(root, 'templates'));
    writeFileSync(join(root, 'templates/card.md'), cardTemplate("summary: '{{title}}, by {{author}}'\n"));
    await runHere('new', 'card', '--title', 'Own', '--root', root);
    assert.match(loadRoot(root).cards.get('own')?.data.summary ?? '', /^Own, by /);
    // A config of one's own that names no module of its own needs none.
    writeFileSync(
      join(root, 'templates/experiment.config.yaml'),
      "schemaVersion: 1\nid: '{{id}}'\nsuite: tiny\nrunner: tiny/line-fit\ntitle: '{{title}}'\nseeds: [1]\nprofiles: { smoke: {}, default: {} }\n",
    );
    await runHere('new', 'experiment', 'line', '--root', root);
    assert.deepEqual(readdirSync(join(root, 'experiments/line')), ['config.yaml']);
  });

  const cardTemplate = (rest: string) =>
    `---\nschemaVersion: 1\nid: '{{id}}'\ntitle: '{{title}}'\ndate: '{{date}}'\nauthors: ['{{author}}']\ntracks: ['{{track}}']\n${rest}---\n\nText.\n`;
  const templates: [string, string, RegExp][] = [
    [
      'an unknown field',
      cardTemplate("summary: '{{titel}}'\n"),
      /templates\/card\.md:8: the template has the unknown field \{\{titel\}\}[\s\S]*Did you mean \{\{title\}\}/,
    ],
    [
      'an unknown field in the text',
      cardTemplate('summary: x\n') + '{{ nobody }}\n',
      /templates\/card\.md:12: .*unknown field \{\{ nobody \}\}/,
    ],
    [
      'a field without quotes',
      cardTemplate('summary: {{title}}\n'),
      /templates\/card\.md:8: the field \{\{title\}\} stands in YAML without quotes/,
    ],
    [
      'an unknown key',
      cardTemplate('summary: x\ncolour: red\n'),
      /templates\/card\.md:9: expected a known key, found "colour"[\s\S]*nothing was written/,
    ],
    ['a missing key', cardTemplate(''), /templates\/card\.md:\d+: summary: expected/],
    ['broken YAML', cardTemplate('summary: [x\n'), /templates\/card\.md:\d+: the template is no well-formed YAML/],
    ['no front matter', 'Text {{title}}\n', /templates\/card\.md:1: expected "---"/],
    [
      'an id of its own',
      cardTemplate('summary: x\n').replace("'{{id}}'", 'mine'),
      /templates\/card\.md:3: expected the id "a-card", found "mine"/,
    ],
  ];
  for (const [name, text, said] of templates) {
    test(`refuses a template with ${name} and writes nothing`, async (context) => {
      const root = copyOf(context, 'en');
      mkdirSync(join(root, 'templates'));
      writeFileSync(join(root, 'templates/card.md'), text);
      const before = files(root);
      const { code, err } = await runHere('new', 'card', '--title', 'A card', '--root', root);
      assert.equal(code, 1, err);
      assert.match(err, said);
      assert.deepEqual(files(root), before);
    });
  }

  const wrong: [string, string[], RegExp][] = [
    ['no kind', [], /no kind is given[\s\S]*experiment, track, claim/],
    ['an unknown kind', ['paper'], /no kind "paper"/],
    ['neither id nor title', ['card'], /expected an id or a title/],
    ['a title without quotes', ['card', 'does', 'noise', 'help'], /expected one id, found 3/],
    ['an id that is none', ['card', 'My Card'], /"My Card" is no id of a card[\s\S]*Did you mean "my-card"/],
    [
      'a taken id',
      ['experiment', 'penguin-mass'],
      /is taken, by content\/experiments\/penguin-mass\.md[\s\S]*penguin-mass-2/,
    ],
    ['an unknown track', ['card', 'x', '--track', 'Q'], /no track "Q"[\s\S]*Known: A/],
    ['a principle without a claim', ['principle', 'x'], /give --claim ID[\s\S]*A-network-beats-line/],
    ['an unknown claim', ['principle', 'x', '--claim', 'A-no'], /no claim "A-no"/],
    ['an unknown language', ['card', 'x', '--lang', 'fr'], /no language "fr"/],
  ];
  for (const [name, args, said] of wrong) {
    test(`refuses ${name}`, async () => {
      const before = files(join(made, 'en'));
      const { code, err } = await runHere('new', ...args, '--root', join(made, 'en'));
      assert.ok(code > 0);
      assert.match(err, said);
      assert.deepEqual(files(join(made, 'en')), before);
    });
  }

  test('writes nothing through a link out of the root', async (context) => {
    const root = copyOf(context, 'en');
    const outside = mkdtempSync(join(tmpdir(), 'paper-factory-outside-'));
    context.after(() => rmSync(outside, { recursive: true, force: true }));
    symlinkSync(outside, join(root, 'content/cards'));
    const { code, err } = await runHere('new', 'card', 'x', '--root', root);
    assert.equal(code, 1);
    assert.match(err, /outside of the root/);
    assert.deepEqual(readdirSync(outside), []);
  });

  test(
    'writes all of an experiment or nothing',
    { skip: process.getuid?.() === 0 && 'root may write anywhere' },
    async (context) => {
      const root = copyOf(context, 'en');
      chmodSync(join(root, 'content/experiments'), 0o500);
      const { code } = await runHere('new', 'experiment', 'x', '--root', root);
      chmodSync(join(root, 'content/experiments'), 0o700);
      assert.equal(code, 1);
      assert.ok(!existsSync(join(root, 'experiments/x')));
    },
  );

  test('names every kind in its help', async () => {
    const { out } = await runHere('new', '--help');
    for (const kind of Object.keys(kinds)) assert.match(out, new RegExp(`^ {2}${kind} `, 'm'));
  });
});

test('ids are made of titles', () => {
  const cases: [string, string][] = [
    ['Does noise help?', 'does-noise-help'],
    ['Größe & Café', 'grosse-cafe'],
    ["It's 2 × 3", 'its-2-3'],
    ['企鹅', ''],
    ['a'.repeat(80), 'a'.repeat(60)],
    [`${'word '.repeat(20)}`, 'word-word-word-word-word-word-word-word-word-word-word-word'],
  ];
  for (const [title, id] of cases) assert.equal(slugOf(title), id);
});
