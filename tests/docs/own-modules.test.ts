import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import * as publicInterface from '../../runners/src/public.ts';
import { ownModuleLab } from '../cli/own-module-lab.ts';
import { repository } from '../cli/scratch-root.ts';

const guide = readFileSync(join(repository, 'docs/site/content/guides/own-modules.md'), 'utf8');
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code);

suite("the guide to modules of one's own", () => {
  test('names everything that there is to import, and nothing else', () => {
    const section = guide.slice(guide.indexOf('## What there is to import'), guide.indexOf('Types are imported with'));
    const named = [...section.matchAll(/`([A-Za-z]\w*)`/g)].map(([, name]) => name);
    assert.deepEqual(named.sort(), Object.keys(publicInterface).sort());
  });

  test('shows a config, a module and figures that work', async (t) => {
    const lab = ownModuleLab(t);
    const [module, figures] = blocks('ts');
    const [allow, config] = blocks('yaml');
    cpSync(join(repository, 'examples/csv-regression/data/seedlings.csv'), lab.path('data/seedlings.csv'));
    lab.write('factory.config.yaml', `schemaVersion: 1\ntitle: Lab\nprofile: smoke\n${allow}`);
    lab.write('experiments/growth/config.yaml', config);
    lab.write('experiments/growth/run.ts', module);
    lab.write('experiments/growth/run.figures.ts', figures);
    const { code, out } = await lab.smoke('growth');
    assert.equal(code, 0, out);
    assert.match(lab.read('assets/results/growth/smoke/outcome.json'), /"r2"/);
    assert.match(lab.read('assets/figures/growth/error-by-seed.svg'), /<svg/);
  });
});
