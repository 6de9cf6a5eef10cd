import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { loadRoot } from '../../src/content/load-root.ts';
import { withRoot } from './cases.ts';

test('a translation with a fault still says that its page is missing', () => {
  withRoot(null, (root) => {
    mkdirSync(path.join(root, 'content/hubs'), { recursive: true });
    writeFileSync(path.join(root, 'content/hubs/lost.zh.md'), '---\nschemaVersion: 1\nid: lost\nlang: fr\n---\n\n文。\n');
    const rules = loadRoot(root).findings.map(({ rule }) => rule);
    assert.ok(rules.includes('fields-are-valid'), rules.join());
    assert.ok(rules.includes('translation-has-original'), rules.join());
  });
});
