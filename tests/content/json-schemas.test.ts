import assert from 'node:assert/strict';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseFrontMatter } from '../../src/content/front-matter.ts';
import { schemaFiles } from '../../runners/src/schema/json-schema.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'docs/schema');
const files = schemaFiles();
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

suite('docs/schema', () => {
  test('holds these files and no others', () => {
    assert.deepEqual(readdirSync(folder).sort(), [...files.keys()].sort());
  });

  for (const [name, text] of files) {
    test(`${name} is what the schemas give; npm run build:schemas writes it`, () => {
      assert.equal(readFileSync(path.join(folder, name), 'utf8'), text);
    });

    test(`${name} refuses unknown keys, has a title and no address of its own`, () => {
      const { $schema, title, $id, oneOf, ...rest } = JSON.parse(text) as Record<string, unknown>;
      assert.equal($schema, 'http://json-schema.org/draft-07/schema#');
      assert.equal($id, undefined);
      assert.ok(title);
      const forms = (oneOf ?? [rest]) as { additionalProperties?: unknown }[];
      for (const form of forms) assert.equal(form.additionalProperties, false);
    });
  }

  // As an editor would: by the exported file alone.
  const collections = {
    tracks: 'track',
    experiments: 'experiment-log',
    datasets: 'dataset',
    hubs: 'hub',
    roadmaps: 'roadmap',
    cards: 'card',
    principles: 'principle',
    sessions: 'session',
    notes: 'note',
    guides: 'guide',
  };
  const load = (name: string) => z.fromJSONSchema(JSON.parse(files.get(`${name}.schema.json`)!));
  for (const [collection, name] of Object.entries(collections)) {
    test(`${name}.schema.json takes the front matter of content/${collection}`, () => {
      const schema = load(name);
      for (const file of globSync(`content/${collection}/*.{md,mdx}`, { cwd: root })) {
        if (/\.zh\.mdx?$/.test(file)) continue;
        const { value } = parseFrontMatter(read(file), file);
        assert.deepEqual(schema.safeParse(value).error?.issues ?? [], [], file);
      }
    });
  }
});

suite('.vscode', () => {
  const settings = JSON.parse(read('.vscode/settings.json')) as { 'yaml.schemas': Record<string, string> };
  for (const [schema, pattern] of Object.entries(settings['yaml.schemas'])) {
    test(`${schema} is there and takes what ${pattern} matches`, () => {
      const name = path.basename(schema);
      assert.ok(files.has(name), name);
      assert.equal(path.join(root, schema), path.join(folder, name));
      const loaded = z.fromJSONSchema(JSON.parse(files.get(name)!));
      for (const file of globSync(pattern, { cwd: root })) {
        assert.deepEqual(loaded.safeParse(parse(read(file))).error?.issues ?? [], [], file);
      }
    });
  }

  test('every YAML file of a format has a schema', () => {
    const all = ['factory.config.yaml', 'experiments/*/config.yaml', 'content/**/*.yaml'];
    const mapped = new Set(globSync(Object.values(settings['yaml.schemas']), { cwd: root }));
    assert.ok(mapped.size > 10);
    assert.deepEqual(
      globSync(all, { cwd: root }).filter((file) => !mapped.has(file)),
      [],
    );
  });

  test('a misspelt key of a claim is refused', () => {
    const file = parse(read('content/claims/c.yaml')) as { claims: Record<string, unknown>[] };
    const schema = z.fromJSONSchema(JSON.parse(files.get('claims.schema.json')!));
    assert.ok(schema.safeParse(file).success);
    file.claims[0].tolerence = { absolute: 1 };
    assert.ok(!schema.safeParse(file).success);
  });

  test('recommends the extension that reads the mapping', () => {
    const { recommendations } = JSON.parse(read('.vscode/extensions.json')) as { recommendations: string[] };
    assert.ok(recommendations.includes('redhat.vscode-yaml'));
  });
});
