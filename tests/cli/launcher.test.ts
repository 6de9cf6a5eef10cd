import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { suite, test } from 'node:test';
import { launcher, runCli } from './scratch-root.ts';

/** A Node on PATH that cannot run TypeScript, as a machine with only Node 20 has; npm's own one is left out. */
function oldNode(): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const node = join(folder, 'node');
    if (folder.includes('node_modules') || !existsSync(node)) continue;
    const [major] = execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).split('.').map(Number);
    if (major < 22) return node;
  }
  return null;
}

const old = oldNode();

suite('launcher', () => {
  test('shows the commands, and exits with 2 when none is named', async () => {
    const help = await runCli(['--help']);
    assert.equal(help.code, 0);
    for (const name of ['reproduce', 'check', 'build', 'serve', 'dev'])
      assert.match(help.out, new RegExp(`^  ${name} `, 'm'));
    assert.equal((await runCli([])).code, 2);
  });

  test('wrong usage is exit code 2 and says what is known', async () => {
    const command = await runCli(['reprodcue']);
    assert.equal(command.code, 2);
    assert.match(command.err, /there is no command "reprodcue"\n +Known: .*\breproduce, check/);
    const option = await runCli(['check', '--jsno']);
    assert.equal(option.code, 2);
    assert.match(option.err, /--jsno[\s\S]*paper-factory check --help/);
    const threads = await runCli([
      'reproduce',
      '--threads',
      'two',
      '--root',
      join(import.meta.dirname, '../fixtures/minimal'),
    ]);
    assert.equal(threads.code, 2);
    assert.match(threads.err, /--threads is "two"; expected a whole number/);
  });

  test('every command has a help with options, examples and exit codes', async () => {
    for (const name of ['reproduce', 'check', 'build', 'serve', 'dev']) {
      const { code, out } = await runCli([name, '--help']);
      assert.equal(code, 0);
      assert.match(out, /--root DIR[\s\S]*Examples:\n {2}paper-factory [\s\S]*Exit code: 0 done/);
    }
  });

  test('a folder that is no root is named, with what to do', async () => {
    const { code, err } = await runCli(['check', '--root', '/']);
    assert.equal(code, 1);
    assert.match(err, /error: \/ is no root: it has no factory\.config\.yaml\n +Go to the folder/);
  });

  test('is plain enough for Node 18 to parse', () => {
    assert.doesNotMatch(readFileSync(launcher, 'utf8'), /import .* with |\busing\b|#!.*tsx/);
  });

  test('runs itself again with the Node that npm brought', { skip: !old && 'no older Node on PATH' }, async () => {
    const { code, out } = await runCli(['--help'], old!);
    assert.equal(code, 0);
    assert.match(out, /Usage: paper-factory <command>/);
  });

  test('its child ends when it is killed', { skip: !old && 'no older Node on PATH' }, async () => {
    const root = join(import.meta.dirname, '../fixtures/minimal');
    const parent = spawn(old!, [launcher, 'reproduce', '--verify', '--root', root, '--threads', '1'], {
      stdio: 'ignore',
    });
    const children = () => {
      try {
        return readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8')
          .trim()
          .split(' ')
          .filter(Boolean);
      } catch {
        return [];
      }
    };
    while (children().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const [child] = children();
    parent.kill('SIGKILL');
    // A process that has ended and that nobody waits for is a zombie (Z) where there is no init to collect it.
    const alive = () => existsSync(`/proc/${child}`) && !/\) Z /.test(readFileSync(`/proc/${child}/stat`, 'utf8'));
    const deadline = performance.now() + 3000;
    while (alive() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(alive(), false);
  });
});
