import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
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
import { dirname, join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { parseDocument } from 'yaml';
import { runCommand } from '../../src/cli/run-command.ts';
import { loadRoot } from '../../src/content/load-root.ts';
import { checkRoot } from '../../src/evidence/check.ts';
import { launcher, runCli } from './scratch-root.ts';

function scratch(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'paper-factory-init-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs `init` in this process, without the run of its experiment unless asked for. */
async function init(cwd: string, ...args: string[]) {
  const result = { code: 0, out: '', err: '' };
  result.code = await runCommand(['init', ...args, '--no-run'], {
    out: (text) => void (result.out += text),
    err: (text) => void (result.err += text),
    ...{ live: false, width: 80, height: 24, color: false, cwd, signal: new AbortController().signal },
    env: { PATH: process.env.PATH, HOME: cwd, GIT_CONFIG_NOSYSTEM: '1' },
  });
  return result;
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');

/** Faults that have another reason than that nothing was run yet. */
const faults = (root: string) =>
  checkRoot(loadRoot(root), {}).findings.filter(
    ({ rule }) =>
      !['result-is-present', 'claim-is-judged', 'result-is-fresh', 'metric-address-resolves'].includes(rule),
  );

suite('init', () => {
  for (const lang of ['en', 'zh'] as const) {
    test(
      `makes a root in ${lang} that trains, checks green and needs no fix`,
      { timeout: 240_000 },
      async (context) => {
        const root = join(scratch(context), 'my-lab');
        const made = await runCli(['init', root, '--lang', lang]);
        assert.equal(made.code, 0, made.err);
        const checked = await runCli(['check', '--json', '--root', root]);
        const { findings, claims, tracks } = JSON.parse(checked.out);
        assert.deepEqual(findings, []);
        assert.deepEqual(
          claims.map(({ id, verdict, expect }: Record<string, string>) => [id, verdict, expect]),
          [
            ['A-bill-helps-line', 'falsified', 'falsified'],
            ['A-network-beats-line', 'verified', 'verified'],
            ['A-network-explains', 'verified', 'verified'],
          ],
        );
        assert.equal(tracks[0].maturity, 'draftable');
        const fixed = await runCli(['check', '--fix', '--dry-run', '--root', root]);
        assert.equal(fixed.code, 0, fixed.out);
        const verified = await runCli(['reproduce', '--verify', '--profile', 'default', '--json', '--root', root]);
        assert.equal(verified.code, 0, verified.err);
      },
    );
  }

  test('guesses title, author and names, and says what comes next', async (context) => {
    const folder = scratch(context);
    writeFileSync(join(folder, '.gitconfig'), '[user]\n  name = Ada of Fig: 1\n  email = ada@example.org\n');
    const { code, out } = await init(folder, 'noisy-spectra_2');
    assert.equal(code, 0);
    assert.match(
      out,
      /title "Noisy spectra 2"[\s\S]*factory\.config\.yaml[\s\S]*cd noisy-spectra_2\n.*npm install .*\n.*npx paper-factory build[\s\S]*run `npm pack` in the repository/,
    );
    const root = join(folder, 'noisy-spectra_2');
    const config = parseDocument(read(root, 'factory.config.yaml')).toJS();
    assert.deepEqual([config.title, config.authors, config.site.base], ['Noisy spectra 2', ['Ada of Fig: 1'], '/']);
    assert.equal(JSON.parse(read(root, 'package.json')).name, 'noisy-spectra_2');
    assert.ok(!filesOf(root).some((file) => read(root, file).includes('ada@example.org')));
    assert.ok(!filesOf(root).some((file) => read(root, file).includes(folder)), 'no path of this machine');
    assert.deepEqual(faults(root), []);
  });

  test('takes any title, and says nobody where git knows no name', async (context) => {
    const folder = scratch(context);
    for (const [i, title] of ["It's: #1 {{x}} & [more]", '企鹅实验室', '- a\\b "c"', 'null', '007'].entries()) {
      const { code, err } = await init(folder, `lab-${i}`, `--title=${title}`);
      assert.equal(code, 0, err);
      const root = join(folder, `lab-${i}`);
      assert.deepEqual(faults(root), []);
      assert.equal(loadRoot(root).config.title, title);
      assert.deepEqual(loadRoot(root).config.authors, ['The authors']);
    }
  });

  test('names its own schemas in the editor settings, and each is there', async (context) => {
    const folder = scratch(context);
    await init(folder, 'lab');
    const settings = JSON.parse(read(folder, 'lab', '.vscode', 'settings.json'));
    const names = Object.keys(settings['yaml.schemas']);
    assert.ok(names.length >= 8);
    for (const name of names) assert.ok(JSON.parse(read(folder, 'lab', name)).$schema, name);
    const there = filesOf(join(folder, 'lab', '.vscode', 'schemas')).map((file) => `./.vscode/schemas/${file}`);
    assert.deepEqual(there, names.toSorted());
  });

  test('has a workflow of steps with pinned versions, with the commands of the tool', async (context) => {
    const folder = scratch(context);
    await init(folder, 'lab');
    const { jobs } = parseDocument(read(folder, 'lab', '.github', 'workflows', 'site.yml')).toJS();
    const steps = Object.values(jobs as Record<string, { steps: { uses?: string; run?: string }[] }>).flatMap(
      (job) => job.steps,
    );
    for (const { uses } of steps) if (uses) assert.match(uses, /^actions\/[a-z-]+@v\d+\.\d+\.\d+$/);
    const runs = steps.flatMap(({ run }) => run ?? []).join('\n');
    for (const command of ['check', 'reproduce --verify --sample 10%', 'build'])
      assert.ok(runs.includes(`npx paper-factory ${command}`));
  });

  test('has the same code in both languages', async (context) => {
    const folder = scratch(context);
    await init(folder, 'en');
    await init(folder, 'zh', '--lang', 'zh');
    const code = (lang: string, file: string) =>
      read(folder, lang, 'experiments', 'penguin-mass', file)
        .replace(/\/\*\*[\s\S]*?\*\/|\/\/.*/g, '')
        .replace(/'[^'\n]*'|`[^`\n]*`/g, "''");
    for (const file of ['run.ts', 'run.figures.ts']) assert.equal(code('zh', file), code('en', file));
    const params = (lang: string) =>
      parseDocument(read(folder, lang, 'experiments', 'penguin-mass', 'config.yaml')).toJS().params;
    assert.deepEqual(params('zh'), params('en'));
    assert.deepEqual(filesOf(join(folder, 'zh')), filesOf(join(folder, 'en')));
  });

  test('goes into a folder that git made, and into one that a link leads to', async (context) => {
    const folder = scratch(context);
    mkdirSync(join(folder, 'lab', '.git'), { recursive: true });
    writeFileSync(join(folder, 'lab', '.git', 'HEAD'), 'ref: refs/heads/main\n');
    symlinkSync(join(folder, 'lab'), join(folder, 'link'));
    const { code, err } = await init(folder, 'link');
    assert.equal(code, 0, err);
    assert.equal(read(folder, 'lab', '.git', 'HEAD'), 'ref: refs/heads/main\n');
    assert.deepEqual(faults(join(folder, 'lab')), []);
    assert.ok(!readdirSync(join(folder, 'lab')).some((name) => name.startsWith('.paper-factory')));
  });

  /** What is wrong, by name: what is there before, the arguments, and what is said. */
  const wrong: [string, (folder: string) => void, string[], RegExp][] = [
    [
      'a folder with files',
      (f) => mkdirSync(join(f, 'lab', 'notes'), { recursive: true }),
      ['lab'],
      /not empty; in the way: notes[\s\S]*init .*lab\/lab/,
    ],
    ['a file', (f) => writeFileSync(join(f, 'lab'), 'x'), ['lab'], /is a file, and a root is a folder/],
    ['a link to nothing', (f) => symlinkSync(join(f, 'gone'), join(f, 'lab')), ['lab'], /link that leads nowhere/],
    [
      'a path through a file',
      (f) => writeFileSync(join(f, 'a'), 'x'),
      ['a/lab'],
      /no root can be made at .*: a part of the path is a file/,
    ],
    ['a root', (f) => rootAt(join(f, 'lab')), ['lab'], /is a root already/],
    ['a folder inside a root', (f) => rootAt(f), ['lab'], /lies inside another root[\s\S]*Make it beside/],
    ['a deep folder inside a root', (f) => rootAt(f), ['a/b/c'], /lies inside another root/],
    [
      'remains of an init',
      (f) => mkdirSync(join(f, 'lab', '.paper-factory-init'), { recursive: true }),
      ['lab'],
      /remains of an init that was cut off/,
    ],
    ['no folder', () => undefined, [], /0 folders are given/],
    ['two folders', () => undefined, ['a', 'b'], /2 folders are given/],
    ['an unknown language', () => undefined, ['lab', '--lang', 'fr'], /no language "fr"[\s\S]*en, zh/],
    ['an empty title', () => undefined, ['lab', '--title', '  '], /--title is empty/],
    [
      'a base without slashes',
      () => undefined,
      ['lab', '--base', 'lab'],
      /--base is "lab"; it must begin and end with a slash: write \/lab\/[\s\S]*Did you mean --base \/lab\/\?/,
    ],
    ['a base without its last slash', () => undefined, ['lab', '--base', '/a/b'], /--base \/a\/b\/\?/],
    ['an address as base', () => undefined, ['lab', '--base', 'https://example.org/my lab'], /--base \/my-lab\/\?/],
    ['a base that climbs', () => undefined, ['lab', '--base', '/../x/'], /--base \/x\/\?/],
  ];
  const rootAt = (folder: string) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'factory.config.yaml'), 'schemaVersion: 1\ntitle: Outer\n');
  };
  for (const [name, prepare, args, said] of wrong) {
    test(`refuses ${name} and changes nothing`, async (context) => {
      const folder = scratch(context);
      prepare(folder);
      const before = readdirSync(folder, { recursive: true }).sort();
      const { code, out, err } = await init(folder, ...args);
      assert.notEqual(code, 0);
      assert.equal(out, '');
      assert.match(err, said);
      assert.doesNotMatch(err, /bug in paper-factory/);
      assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), before);
    });
  }

  test(
    'says where it may not write',
    { skip: process.getuid?.() === 0 && 'root may write anywhere' },
    async (context) => {
      const folder = scratch(context);
      chmodSync(folder, 0o500);
      const { err } = await init(folder, 'lab');
      chmodSync(folder, 0o700);
      assert.match(err, /could not make the root[\s\S]*You may not write there/);
    },
  );

  test('leaves no root that is half made when it is killed', { timeout: 120_000 }, async (context) => {
    const folder = scratch(context);
    for (const wait of [0, 20, 40, 60, 80]) {
      const root = join(folder, `lab-${wait}`);
      mkdirSync(join(root, '.git'), { recursive: true });
      const child = spawn(process.execPath, [
        join(dirname(launcher), '..', 'src', 'cli', 'main.ts'),
        'init',
        root,
        '--no-run',
      ]);
      // Killed so long after its first file.
      while (child.exitCode === null && !existsSync(join(root, '.paper-factory-init')))
        await new Promise((next) => setTimeout(next, 2));
      await new Promise((next) => setTimeout(next, wait));
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await new Promise((next) => child.once('exit', next));
      if (existsSync(join(root, 'factory.config.yaml'))) assert.deepEqual(faults(root), []);
      else assert.notEqual((await init(folder, root)).code, 2);
    }
  });
});
