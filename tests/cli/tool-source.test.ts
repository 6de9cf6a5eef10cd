import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { stringify } from 'yaml';
import { toolSource } from '../../src/cli/init/tool-source.ts';

/** A folder of packages whose lock says where the tool came from. @returns the folder of the tool. */
function installedFrom(t: TestContext, resolved: string): { prefix: string; tool: string } {
  const prefix = mkdtempSync(join(tmpdir(), 'paper-factory-tool-'));
  t.after(() => rmSync(prefix, { recursive: true, force: true }));
  const tool = join(prefix, 'node_modules', 'paper-factory');
  mkdirSync(tool, { recursive: true });
  const lock = { packages: { 'node_modules/paper-factory': { resolved } } };
  writeFileSync(join(prefix, 'node_modules', '.package-lock.json'), JSON.stringify(lock));
  return { prefix, tool };
}

/** The same as pnpm lays it out. */
function installedByPnpm(t: TestContext, version: string): { prefix: string; tool: string } {
  const prefix = mkdtempSync(join(tmpdir(), 'paper-factory-tool-'));
  t.after(() => rmSync(prefix, { recursive: true, force: true }));
  const store = join(prefix, 'node_modules', '.pnpm');
  const tool = join(store, 'paper-factory@file+down_yaml@2.8.0', 'node_modules', 'paper-factory');
  mkdirSync(tool, { recursive: true });
  const lock = { importers: { 'packages/a': {}, '.': { dependencies: { 'paper-factory': { version } } } } };
  writeFileSync(join(store, 'lock.yaml'), stringify(lock));
  return { prefix, tool };
}

const installers = { npm: installedFrom, pnpm: installedByPnpm };

suite('the tool that a new root depends on', () => {
  for (const [name, install] of Object.entries(installers)) {
    test(`is a copy of its tarball inside the root, installed by ${name}`, (t) => {
      const place = 'down (1)/paper-factory-0.1.0 (2).tgz';
      const { prefix, tool } = install(t, `file:${place}${name === 'pnpm' ? '(seedrandom@3.0.5)' : ''}`);
      mkdirSync(join(prefix, 'down (1)'));
      writeFileSync(join(prefix, place), 'packed');
      const { dependency, files, found } = toolSource(tool, '0.1.0');
      assert.equal(dependency, 'file:vendor/paper-factory-0.1.0.tgz');
      assert.deepEqual(
        [...files].map(([file, bytes]) => [file, Buffer.from(bytes).toString()]),
        [['vendor/paper-factory-0.1.0.tgz', 'packed']],
      );
      assert.ok(found);
    });
  }

  const versions: [where: string, resolved: string, found: boolean][] = [
    ['a tarball that is gone', 'file:paper-factory-0.1.0.tgz', false],
    ['a linked folder', 'file:../paper-factory', false],
    ['a registry', 'https://registry.example/paper-factory-0.1.0.tgz', true],
    ['a repository', 'git+ssh://git@git.example/lab/paper-factory.git#0123abc', false],
  ];
  for (const [where, resolved, expected] of versions) {
    test(`is a version where it came from ${where}`, (t) => {
      const { dependency, files, found } = toolSource(installedFrom(t, resolved).tool, '0.1.0');
      assert.deepEqual([dependency, files.size, found], ['^0.1.0', 0, expected]);
    });
  }

  test('is a version where pnpm has it from a registry, with the packages that go with it', (t) => {
    const { tool } = installedByPnpm(t, '0.1.0(seedrandom@3.0.5)');
    assert.deepEqual(toolSource(tool, '0.1.0'), { dependency: '^0.1.0', files: new Map(), found: true });
  });

  test('is a version, which npm may not find, where the tool runs from its repository', () => {
    assert.deepEqual(toolSource('/src/paper-factory', '0.1.0'), {
      dependency: '^0.1.0',
      files: new Map(),
      found: false,
    });
  });
});
