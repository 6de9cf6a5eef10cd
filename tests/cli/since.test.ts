import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { changesSince } from '../../src/cli/publish/since/changes.ts';
import { loadRoot } from '../../src/content/load-root.ts';
import type { Changes } from '../../src/evidence/changes.ts';
import { minimalRoot } from './scratch-root.ts';

const plain = { base: null, url: null, anonymous: false };

/** A repository with the small root in a folder of its own. */
function repository() {
  const top = mkdtempSync(join(tmpdir(), 'pf-since-'));
  const root = join(top, 'papers', 'lab');
  mkdirSync(root, { recursive: true });
  cpSync(minimalRoot, root, { recursive: true, filter: (file) => !/\/(?:\.factory|dist)$/.test(file) });
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', top, '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
      encoding: 'utf8',
      env: { ...process.env, GIT_AUTHOR_DATE: '2026-10-01T12:00:00Z', GIT_COMMITTER_DATE: '2026-10-01T12:00:00Z' },
    });
  git('init', '--quiet');
  const edit = (file: string, from: string | RegExp, to: string): void => {
    const text = readFileSync(join(root, file), 'utf8');
    assert.ok(typeof from === 'string' ? text.includes(from) : from.test(text), `${file} has ${from}`);
    writeFileSync(join(root, file), text.replace(from, to));
  };
  return { top, root, git, edit, remove: () => rmSync(top, { recursive: true, force: true }) };
}

const privateLog = (id: string, visibility: string): string =>
  `---\nschemaVersion: 1\nid: ${id}\ntitle: Note ${id}\ndate: 2026-11-01\nauthors: [A. Tester]\nvisibility: ${visibility}\n---\n\nText.\n`;

/** Everything that can change, changed. */
function changeAll({ root, edit }: ReturnType<typeof repository>): void {
  edit('content/claims/t.yaml', 'bound: 0.8', 'bound: 0.999\n    expect: falsified\n    because: It was too bold.');
  edit('content/claims/t.yaml', 'The slope is found to within 0.2.', 'The slope is found to within a fifth.');
  edit(
    'content/claims/t.yaml',
    /gates:/,
    '  - { id: T-new, kind: bound, statement: It is new., metric: "line-fit/r2?model=line", relation: ">", bound: 0.1 }\ngates:',
  );
  edit('content/contradictions.yaml', '  - id: point-count', '  - id: points');
  edit('content/contradictions.yaml', 'title: 64 points or 100', 'title: Sixty-four points or a hundred');
  edit('content/cards/noise-ceiling.md', /\n$/, '\nOne more sentence.\n');
  const results = join(root, 'assets/results/line-fit/default');
  const outcome = readFileSync(join(results, 'outcome.json'), 'utf8');
  const value = (JSON.parse(outcome) as { metrics: { name: string; value: number }[] }).metrics[0]!.value;
  const changed = outcome.replace(`"value": ${value}`, '"value": 0.5');
  assert.notEqual(changed, outcome);
  writeFileSync(join(results, 'outcome.json'), changed);
  const digest = createHash('sha256').update(changed).digest('hex');
  edit('assets/results/line-fit/default/provenance.json', /"outcome": "\w+"/, `"outcome": "${digest}"`);
  renameSync(join(root, 'content/experiments/tail-noise.md'), join(root, 'content/experiments/wide-noise.md'));
  edit('content/experiments/wide-noise.md', 'id: tail-noise', 'id: wide-noise\nconfig: tail-noise');
  edit('content/experiments/wide-noise.md', 'aliases: [', 'aliases: [tail-noise, ');
  rmSync(join(root, 'content/sessions/first-fit.md'));
  for (const [id, visibility] of [
    ['zebra-now', 'private'],
    ['zebra-then', 'public'],
    ['zebra-always', 'private'],
  ] as const) {
    writeFileSync(join(root, `content/notes/${id}.md`), privateLog(id, visibility));
  }
}

describe('what changed since a tag', { skip: process.platform === 'win32' && 'paths of another form' }, () => {
  let lab: ReturnType<typeof repository>;
  let changes: Changes;
  before(() => {
    lab = repository();
    writeFileSync(join(lab.root, 'content/notes/zebra-now.md'), privateLog('zebra-now', 'public'));
    writeFileSync(join(lab.root, 'content/notes/zebra-then.md'), privateLog('zebra-then', 'private'));
    writeFileSync(join(lab.root, 'content/notes/zebra-always.md'), privateLog('zebra-always', 'private'));
    lab.git('add', '--all');
    lab.git('commit', '--quiet', '-m', 'One');
    lab.git('tag', 'v1');
    changeAll(lab);
    changes = changesSince(loadRoot(lab.root), 'v1', plain);
  });
  after(() => lab.remove());

  test('names the tag, its day and its commit', () => {
    assert.deepEqual([changes.since, changes.date, changes.unread], ['v1', '2026-10-01', 0]);
    assert.equal(changes.commit, lab.git('rev-parse', 'v1').trim());
  });

  test('claims', () => {
    assert.deepEqual(
      changes.claims.changed.find(({ id }) => id === 'T-line-explains'),
      { id: 'T-line-explains', from: 'verified', to: 'falsified' },
    );
    assert.deepEqual(changes.claims.added, ['T-new']);
    assert.ok(changes.claims.restated.includes('T-slope-error-small'));
    assert.deepEqual(changes.claims.removed, []);
  });

  test('numbers, old and new', () => {
    assert.deepEqual(
      changes.numbers.map(({ experiment, rows }) => [experiment, rows.length, rows[0]!.to]),
      [['line-fit', 1, 0.5]],
    );
    assert.match(changes.numbers[0]!.rows[0]!.address, /^line-fit\//);
    assert.deepEqual(changes.experiments.executed, [{ id: 'line-fit', same: false }]);
  });

  test('an entry with another id has moved, and is neither new nor gone', () => {
    assert.deepEqual(changes.experiments.moved, [{ from: 'tail-noise', to: 'wide-noise' }]);
    assert.ok(!changes.experiments.added.includes('wide-noise'));
  });

  test('pages and contradictions; private ones of either side are not named', () => {
    const pages = Object.fromEntries(changes.pages.map((one) => [one.collection, one]));
    assert.deepEqual(pages.cards!.changed, ['noise-ceiling']);
    assert.deepEqual(
      pages.sessions!.removed.map(({ id }) => id),
      ['first-fit'],
    );
    assert.deepEqual([pages.notes!.added, pages.notes!.changed, pages.notes!.removed], [['zebra-then'], [], []]);
    assert.doesNotMatch(JSON.stringify(changes), /zebra-(?:now|always)/);
    assert.deepEqual(changes.contradictions, {
      added: ['points'],
      removed: [{ id: 'point-count', title: '64 points or 100' }],
    });
  });

  test('neither the work tree nor the temporary folder is touched', () => {
    const before = lab.git('status', '--porcelain');
    const temporary = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('paper-factory-since-'));
    const kept = temporary();
    changesSince(loadRoot(lab.root), 'v1', plain);
    assert.equal(lab.git('status', '--porcelain'), before);
    assert.deepEqual(temporary(), kept);
  });

  test('a build for double-blind review names no commit', () => {
    assert.equal(changesSince(loadRoot(lab.root), 'v1', { ...plain, anonymous: true }).commit, null);
  });

  test('nothing changed since now', () => {
    lab.git('add', '--all');
    lab.git('commit', '--quiet', '-m', 'Two');
    const { claims, numbers, experiments, maturity, pages, contradictions } = changesSince(
      loadRoot(lab.root),
      'HEAD',
      plain,
    );
    const lists = [
      ...Object.values(claims),
      numbers,
      ...Object.values(experiments),
      maturity,
      pages,
      ...Object.values(contradictions),
    ];
    assert.deepEqual(
      lists.map((list) => list.length),
      lists.map(() => 0),
    );
  });
});

describe('without anything to compare with', () => {
  const rows: [what: string, tag: string, change: (lab: ReturnType<typeof repository>) => void, expected: RegExp][] = [
    ['an unknown tag', 'v9', () => {}, /^--since names "v9", which is no tag or commit of this repository: Latest tags: v1\.$/],
    ['a tag that looks like an option', '--output=x', () => {}, /^--since names "--output=x", which is no tag/],
    [
      'a tag before the root',
      'v0',
      ({ git, top }) => {
        git('checkout', '--quiet', '--orphan', 'old');
        git('rm', '--quiet', '--cached', '-r', '.');
        writeFileSync(join(top, 'x'), 'x');
        git('add', 'x');
        git('commit', '--quiet', '-m', 'Zero');
        git('tag', 'v0');
      },
      /^v0 has no root at papers\/lab\/: no factory\.config\.yaml: Name a later tag/,
    ],
    [
      'a root of another schema',
      'v0',
      ({ git, edit }) => {
        edit('factory.config.yaml', 'schemaVersion: 1', 'schemaVersion: 0');
        git('commit', '--quiet', '--all', '-m', 'Zero');
        git('tag', 'v0');
        edit('factory.config.yaml', 'schemaVersion: 0', 'schemaVersion: 1');
      },
      /^this version cannot read v0: its factory\.config\.yaml:1 says schemaVersion: .*: Name a later tag, or build/,
    ],
    ['no repository', 'v1', ({ top }) => rmSync(join(top, '.git'), { recursive: true }), /^--since needs a git repository, and .* is in none: Put/],
  ]; // prettier-ignore
  for (const [what, tag, change, expected] of rows) {
    test(`${what} is a clear error`, () => {
      const lab = repository();
      try {
        lab.git('add', '--all');
        lab.git('commit', '--quiet', '-m', 'One');
        lab.git('tag', 'v1');
        change(lab);
        assert.throws(
          () => changesSince(loadRoot(lab.root), tag, plain),
          (error: Error & { hint?: string }) =>
            expected.test(`${error.message}: ${error.hint}`) || assert.fail(`${error.message}: ${error.hint}`),
        );
      } finally {
        lab.remove();
      }
    });
  }
});
