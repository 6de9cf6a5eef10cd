import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { buildSite, copyRoot } from './build-fixture.ts';
import { textsOf } from './dist-files.ts';

let root: string;
before(() => {
  root = copyRoot(resolve(import.meta.dirname, '../fixtures/minimal'));
});
after(() => rmSync(root, { recursive: true, force: true }));

test(
  'what redact names is in no byte of a build: pages, code, data, figures, index, zip',
  { timeout: 300_000 },
  async () => {
    const put = (file: string, from: string | RegExp, to: string): void => {
      const text = readFileSync(join(root, file), 'utf8');
      assert.notEqual(text.replace(from, to), text, file);
      writeFileSync(join(root, file), text.replace(from, to));
    };
    const [home, host] = ['/home/quagga/runs', 'gpu7.quokka.example.edu'];
    put('factory.config.yaml', /\n$/, "\nredact: ['/home/*', '*.quokka.example.edu']\n");
    put(
      'content/experiments/line-fit.md',
      /\n$/,
      `\nIn ${home}/a_b on ${host}, see [it](https://${host}/x).\n\n\`\`\`sh\nscp x ${host}:${home}/y "$(ls ${home})"\n\`\`\`\n`,
    );
    put('content/experiments/line-fit.md', 'title: ', `statusNote: Run on ${host}.\ntitle: `);
    put('content/notes/on-seeds.md', /\n---\n/, `\norigin:\n  - { path: ${home}/notes_of_a_day.md }\n---\n`);
    put('content/hubs/lines.zh.md', /\n$/, `\n在${host}，见${home}。\n`);
    put('content/claims/t.yaml', 'The slope is found', `On ${host} the slope is found`);
    put('experiments/line-fit/config.yaml', /\n$/, `\n# made in ${home}\n`);
    put('assets/figures/line-fit/training-loss.svg', /<svg([^>]*)>/, `<svg$1><metadata>${home}/fig.py</metadata>`);
    put('assets/figures/line-fit/training-loss.vl.json', /"description": "/, `"description": "${host}: `);
    put('assets/results/line-fit/default/provenance.json', /"machine": "/, `"machine": "${host} `);
    const dist = await buildSite(root, ['--offline']);
    const texts = textsOf(dist, join(root, 'dist-offline.zip'));
    for (const [file, text] of texts) {
      const plain = text.replaceAll(/<[^>]*>/g, '');
      for (const one of [file, text, plain]) assert.doesNotMatch(one, /quagga|quokka/i, file);
    }
    const page = texts.get('experiments/line-fit/index.html')!;
    assert.ok(page.split('[redacted]').length > 6);
    assert.match(texts.get('api/claims.json')!, /On \[redacted\] the slope is found/);
  },
);
