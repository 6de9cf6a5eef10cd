import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createFileMemory } from '../../src/cli/dev/file-memory.ts';
import { loadRoot } from '../../src/content/load-root.ts';
import { createParts } from '../../src/content/parts.ts';
import { openRememberedRoot } from '../../src/content/remembered-root.ts';
import { collectionNames } from '../../src/content/collections.ts';
import type { DataPath, LoadedRoot } from '../../src/content/types.ts';
import { checkRoot } from '../../src/evidence/check.ts';
import { rememberingReader } from '../../src/markdown/remember.ts';

const fixture = path.resolve(import.meta.dirname, '../fixtures/minimal');

/** Every path of a value, down to its leaves. */
function pathsOf(value: unknown, at: DataPath = []): DataPath[] {
  if (value === null || typeof value !== 'object') return [at];
  return [at, ...Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...at, Array.isArray(value) ? Number(key) : key]))];
}

/** A root with the lines of all its fields in the place of what finds them. */
function written(loaded: LoadedRoot): unknown {
  const lines = <T extends { line: (path: DataPath) => number }>(entry: T, data: unknown) => ({
    ...entry,
    line: pathsOf(data).map((at) => [at.join('.'), entry.line(at)]),
  });
  const all = <T extends { line: (path: DataPath) => number }>(map: Map<string, T>, dataOf: (entry: T) => unknown) =>
    [...map].map(([id, entry]) => [id, lines(entry, dataOf(entry))]);
  const single = ['glossary', 'contradictions', 'repositories', 'start'] as const;
  return {
    ...loaded,
    ...Object.fromEntries(
      [...collectionNames, 'translations' as const].map((name) => [
        name,
        all(loaded[name] as LoadedRoot['experiments'], ({ data }) => data),
      ]),
    ),
    claims: all(loaded.claims, ({ claim }) => claim),
    decisions: all(loaded.decisions, ({ gates }) => gates),
    claimTranslations: all(loaded.claimTranslations, ({ data }) => data),
    configs: all(loaded.configs, ({ config }) => config),
    ...Object.fromEntries(single.map((name) => [name, loaded[name] && lines(loaded[name], loaded[name].data)])),
  };
}

describe('a remembered load gives what a fresh one gives', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'paper-factory-'));
  const at = (file: string) => path.join(root, file);
  const log = 'content/experiments/line-fit.md';
  const config = 'experiments/line-fit/config.yaml';
  const result = 'assets/results/line-fit/default';
  const figures = 'assets/figures/line-fit';

  before(() => cpSync(fixture, root, { recursive: true }));
  after(() => rmSync(root, { recursive: true }));

  /** What a development server keeps between two updates. */
  const open = () => {
    const remembered = openRememberedRoot(root);
    const parts = createParts();
    const files = createFileMemory(loadRoot(root).root);
    const reader = rememberingReader(root);
    return {
      load(changed: readonly string[]) {
        for (const file of changed) {
          files.forget(path.join(loadRoot(root).root, file));
          parts.forget(file);
        }
        const loaded = loadRoot(root, { ...remembered, parts }, files.world);
        return { loaded, report: checkRoot(loaded, {}, reader.read) };
      },
      save() {
        remembered.save();
        reader.save();
      },
    };
  };
  const running = open();

  function compare(changed: readonly string[]): void {
    const fresh = loadRoot(root);
    const report = checkRoot(fresh, {});
    const later = open();
    for (const kept of [running, later]) {
      const found = kept.load(changed);
      assert.deepEqual(written(found.loaded), written(fresh));
      assert.deepEqual(found.report.findings, report.findings);
      assert.deepEqual(found.report.state, report.state);
      kept.save();
    }
  }

  const edit = (file: string, from: string | RegExp, to: string): string[] => {
    const text = readFileSync(at(file), 'utf8');
    const edited = text.replace(from, to);
    assert.notEqual(edited, text, `${file} has ${String(from)}`);
    writeFileSync(at(file), edited);
    return [file];
  };
  const move = (from: string, to: string): string[] => {
    renameSync(at(from), at(to));
    return [from, to];
  };
  const edits: [what: string, make: () => string[]][] = [
    ['nothing', () => []],
    ['nothing, from what is now remembered', () => []],
    ['prose', () => edit(log, /$/, '\nMore, with [0.5](metric:line-fit/nothing).\n')],
    ['a field', () => edit(log, /^title: .*$/m, 'title: Another')],
    ['lines that move down', () => edit(log, /^title:/m, '# a remark\n\ntitle:')],
    ['an unknown field', () => edit(log, /^title:/m, 'colour: blue\ntitle:')],
    ['front matter that is no YAML', () => edit(log, /^title: .*$/m, 'title: "never closed')],
    ['a log that is whole again', () => (cpSync(path.join(fixture, log), at(log)), [log])],
    ['MDX that is none', () => edit('content/experiments/slope-error.mdx', /$/, '\n<b>a\n')],
    ['a text with Windows line ends', () => edit('content/notes/on-seeds.md', /\n/g, '\r\n')],
    ['claims', () => edit('content/claims/t.yaml', /statement: .*/, 'statement: Other words.')],
    ['claims that are no YAML', () => edit('content/claims/t.yaml', /^claims:/m, 'claims: ]')],
    ['claims that are whole again', () => (cpSync(path.join(fixture, 'content/claims'), at('content/claims'), { recursive: true }), ['content/claims/t.yaml'])],
    ['a config', () => edit(config, /^seeds: .*$/m, 'seeds: [7, 8]')],
    ['the config of the root', () => edit('factory.config.yaml', /^title: .*$/m, 'title: Another root')],
    ['a translation', () => edit('content/hubs/lines.zh.md', /^title: .*$/m, 'title: 新的标题')],
    ['a result that was edited', () => edit(`${result}/outcome.json`, /"value": /, '"value": 1')],
    ['a result without its provenance', () => move(`${result}/provenance.json`, `${result}/lost.json`)],
    ['a result that is whole again', () => (cpSync(path.join(fixture, result), at(result), { recursive: true }), [`${result}/provenance.json`, `${result}/outcome.json`])],
    ['results that are gone', () => move('assets/results', 'assets/none')],
    ['results that are back', () => move('assets/none', 'assets/results')],
    ['a result that is no text', () => (writeFileSync(at(`${result}/outcome.json`), Buffer.from([0xff, 0xfe])), [`${result}/outcome.json`])],
    ['figures of another experiment', () => move(figures, 'assets/figures/other')],
    ['a log by another name', () => move(log, 'content/experiments/other-fit.md')],
    ['a log that is gone', () => (rmSync(at('content/experiments/other-fit.md')), ['content/experiments/other-fit.md'])],
    ['a glossary that is gone', () => (rmSync(at('content/glossary.yaml')), ['content/glossary.yaml'])],
    ['experiments that are gone', () => (rmSync(at('experiments'), { recursive: true }), ['experiments'])],
  ]; // prettier-ignore
  for (const [what, make] of edits) it(`after a change of ${what}`, () => compare(make()));
});
