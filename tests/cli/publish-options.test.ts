import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readOffline } from '../../src/cli/publish/options.ts';
import { runHere } from './run-here.ts';
import { scratchRoot } from './scratch-root.ts';

describe('options of build that cannot be', () => {
  const rows: [args: string[], expected: RegExp][] = [
    [['--base', 'lab'], /--base is "lab"; it must begin and end with a slash: write \/lab\/\n/],
    [['--base', '/lab'], /it must begin and end with a slash: write \/lab\/\n/],
    [['--base', '/my lab/'], /it must have only letters, digits/],
    [['--base', '/../lab/'], /it must be a path without "\." and "\.\."/],
    [['--url', 'example.org'], /--url is "example\.org"; it must be an address like https:\/\/example\.org/],
    [['--url', 'ftp://example.org'], /--url is "ftp:\/\/example\.org"; it must be an address like/],
    [['--url', 'https://example.org/lab'], /it must have no path: write https:\/\/example\.org, and base: \/lab\//],
    [['--output', 'x.zip'], /--output says where --offline writes; add --offline/],
    [['--offline', '--output', 'nowhere/x.zip'], /--output is in .*nowhere, and there is no such folder/],
    [
      ['--offline', '--output', 'content/notes.zip'],
      /--output is content\/notes\.zip, in content\/ of the root; write it beside/,
    ],
    [['--offline', '--output', 'dist'], /in dist\/, which the build replaces/],
    [
      ['--offline', '--output', 'factory.config.yaml'],
      /factory\.config\.yaml is there already and is no zip; move it away/,
    ],
    [['--offline', '--output', '.'], /--output is .*, a folder; name a file/],
  ];
  for (const [args, expected] of rows) {
    test(args.join(' '), async (t) => {
      const lab = scratchRoot(t);
      const { code, err } = await runHere(lab.root, 'build', ...args);
      assert.equal(code, 2, err);
      assert.match(err, expected);
      assert.ok(!lab.exists('dist') && !lab.exists('.factory'), 'nothing was begun');
    });
  }

  test('the zip may take the place of a zip, and not lie in the sources through a link', (t) => {
    const lab = scratchRoot(t);
    const ask = (output: string) => readOffline({ offline: true, output }, lab.root, lab.root);
    lab.write('old.zip', 'PK\u0003\u0004');
    assert.equal(ask('old.zip'), join(lab.root, 'old.zip'));
    assert.equal(ask('new.zip'), join(lab.root, 'new.zip'));
    symlinkSync(join(lab.root, 'content'), join(lab.root, 'link'));
    assert.throws(() => ask('link/a.zip'), /in content\/ of the root/);
  });

  test('a tag that is not there stops it before anything runs', async (t) => {
    const lab = scratchRoot(t);
    const { code, err } = await runHere(lab.root, 'build', '--since', 'v1');
    assert.equal(code, 1);
    assert.match(err, /--since needs a git repository/);
    assert.ok(!lab.exists('.factory'));
  });
});

describe('settings of publishing that cannot be', () => {
  const rows: [what: string, lines: string, expected: RegExp][] = [
    ['a base without slashes', 'site: { base: lab }', /factory\.config\.yaml:\d+ .*\n +site\.base: must begin and end with a slash: write \/lab\/, found "lab"/],
    ['an address with a path', 'site: { url: "https://example.org/lab/" }', /site\.url: must have no path: write https:\/\/example\.org, and base: \/lab\//],
    ['a pattern of stars', 'redact: ["/*"]', /redact\[0\]: must name at least 3 characters beside "\*"/],
    ['a pattern with blanks around', 'redact: [" /home/* "]', /redact\[0\]: must not begin or end with a blank/],
  ]; // prettier-ignore
  for (const [what, lines, expected] of rows) {
    test(what, async (t) => {
      const lab = scratchRoot(t);
      const config = lab.read('factory.config.yaml').replace(/^site:\n {2}.*\n/m, '');
      lab.write('factory.config.yaml', `${config}\n${lines}\n`);
      const { code, out, err } = await runHere(lab.root, 'check');
      assert.equal(code, 1);
      assert.match(out + err, expected);
    });
  }
});
