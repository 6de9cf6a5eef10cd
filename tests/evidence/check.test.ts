import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { loadRoot } from '../../src/content/load-root.ts';
import { checkRoot } from '../../src/evidence/check.ts';
import type { BuildState } from '../../src/evidence/types.ts';
import { withRoot } from '../content/cases.ts';

interface Case {
  name: string;
  /** Body of the log, in place of the base's; `mdx` makes it an `.mdx`. */
  log?: string;
  mdx?: string;
  /** Fields of the log's headline number, as YAML text. */
  frontMatter?: Record<string, string>;
  /** Fields of the claim, as YAML text; null takes a field away. */
  claim?: Record<string, string | null>;
  rules?: Record<string, string>;
  /** Files beside those of the base. */
  files?: Record<string, string>;
  freshness?: BuildState['freshness'];
  expected: string[];
}

const cases = parse(readFileSync(new URL('check-cases.yaml', import.meta.url), 'utf8')) as Case[];

/** Sets, adds or takes away `key: value` lines at one indent, the added ones after the first line of the block. */
function edit(text: string, fields: Record<string, string | null>, indent: string): string {
  return Object.entries(fields).reduce((all, [key, value]) => {
    const line = new RegExp(`^${indent}${key}:.*\\n`, 'm');
    if (value === null) return all.replace(line, '');
    const written = `${indent}${key}: ${value}\n`;
    return line.test(all) ? all.replace(line, () => written) : all.trimEnd() + `\n${written}`;
  }, text);
}

function change(file: string, by: (text: string) => string): void {
  writeFileSync(file, by(readFileSync(file, 'utf8')));
}

function lay(root: string, { log, mdx, frontMatter, claim, rules, files = {} }: Case): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  const file = path.join(root, 'content/experiments/tiny-data.md');
  const body = log ?? mdx;
  // Begins on line 19: the front matter, then its closing line.
  if (body !== undefined) change(file, (text) => text.replace(/\n---\n\n[\s\S]*$/, () => `\n---\n${body}`));
  if (frontMatter) change(file, (text) => edit(text, frontMatter, '    '));
  if (mdx !== undefined) renameSync(file, `${file}x`);
  if (claim) change(path.join(root, 'content/claims/t.yaml'), (text) => edit(text, claim, '    '));
  if (rules) change(path.join(root, 'factory.config.yaml'), (text) => `${text}rules: ${JSON.stringify(rules)}\n`);
}

describe('checkRoot', () => {
  for (const one of cases) {
    it(one.name, () => {
      withRoot(null, (root) => {
        lay(root, one);
        const { findings } = checkRoot(loadRoot(root), one.freshness ?? {});
        const found = findings.map(({ severity, rule, file, line, message, hint }) => {
          assert.ok(hint, `${rule} says what to do`);
          return `${severity} ${rule} ${file}:${line} ${message}`;
        });
        const cut = found.map((text, i) => text.slice(0, one.expected[i]?.length ?? text.length));
        assert.deepEqual(cut, one.expected, found.join('\n'));
      });
    });
  }

  it('says what to run where a result is not there, and judges nothing by it', () => {
    withRoot(null, (root) => {
      rmSync(path.join(root, 'assets'), { recursive: true });
      const { findings, judged, maturity } = checkRoot(loadRoot(root), {
        'tiny-data/default': { status: 'missing', reason: '' },
      });
      assert.deepEqual(
        [...new Set(findings.map(({ rule, severity }) => `${severity} ${rule}`))],
        ['warn claim-is-judged', 'error result-is-present', 'warn result-is-fresh'],
      );
      assert.ok(findings.every(({ hint }) => hint === 'Run `paper-factory reproduce tiny-data`.'));
      assert.equal(judged[0].verdict, 'unexecuted');
      assert.equal(maturity[0].rung, 'evidence');
    });
  });

  it('uses the reader it is given', () => {
    withRoot(null, (root) => {
      let texts = 0;
      checkRoot(loadRoot(root), {}, () => {
        texts++;
        return { links: [], fileLinks: [], anchors: [], literals: [], mdxFaults: [], htmlLinks: [] };
      });
      assert.equal(texts, 3);
    });
  });
});
