import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { committedFiles, guidesFolder, referenceFiles } from '../../scripts/docs/build-reference.ts';
import { parseAddress } from '../../runners/src/schema/address.ts';
import { parseEvidenceUrl, schemes } from '../../src/markdown/address.ts';

describe('the reference', () => {
  test('has the pages that the code gives, byte for byte', async () => {
    const [committed, made] = [committedFiles(), await referenceFiles()];
    assert.deepEqual([...committed.keys()].sort(), [...made.keys()].sort(), 'run `npm run build:docs`');
    for (const [name, text] of made) assert.equal(committed.get(name), text, `${name}: run \`npm run build:docs\``);
  });

  test('says what every option, rule and field is for', async () => {
    for (const [name, text] of await referenceFiles()) assert.doesNotMatch(text, /\|\s+\|$/m, name);
  });

  test('shows each kind of evidence link, and addresses that parse', () => {
    const text = readFileSync(path.join(guidesFolder, 'evidence-links.md'), 'utf8');
    const links = [...text.matchAll(/\]\(([a-z]+:[^)\s]*)\)/g)].flatMap(([, url]) => parseEvidenceUrl(url!) ?? []);
    assert.deepEqual(new Set(links.map(({ scheme }) => scheme)), new Set(schemes));
    for (const { scheme, target } of links) {
      if (scheme === 'metric' && !target.includes('<')) assert.ok(parseAddress(target).metric, target);
    }
  });
});
