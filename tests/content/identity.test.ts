import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import type { FactoryConfig } from '../../runners/src/schema/index.ts';
import { createFinder } from '../../src/content/find-patterns.ts';
import { identifyingWords } from '../../src/content/identity.ts';
import { loadRoot } from '../../src/content/load-root.ts';

const minimal = loadRoot(resolve(import.meta.dirname, '../fixtures/minimal'));

/** What is found of a text by the words of a root with this config. */
const found = (config: Partial<FactoryConfig>, text: string): string[] => {
  const words = identifyingWords({ ...minimal, repositories: null, config: { ...minimal.config, ...config } });
  return createFinder(words)(text).map(({ from, to }) => text.slice(from, to));
};

describe('words that tell who wrote it', () => {
  const rows: [what: string, config: Partial<FactoryConfig>, text: string, expected: string[]][] = [
    ['a name as it is', { authors: ['Ada M. Lovelace'] }, 'by ada m. lovelace', ['ada m. lovelace']],
    ['other spellings', { authors: ['Ada M. Lovelace'] }, 'A. M. Lovelace; Lovelace, A.M.; Ada Lovelace; Lovelace et al. (1843)', ['A. M. Lovelace', 'Lovelace, A.M.', 'Ada Lovelace', 'Lovelace et al']],
    ['the name turned round', { authors: ['Lovelace, Ada'] }, 'Ada Lovelace, A. Lovelace', ['Ada Lovelace', 'A. Lovelace']],
    ['a surname alone is a word', { authors: ['May Field'] }, 'In a field in May', []],
    ['a Chinese name', { authors: ['王小明'] }, '感谢王小明', ['王小明']],
    ['a Chinese name of two signs', { authors: ['李明'] }, '感谢李明，小李', ['李明']],
    ['a short surname', { authors: ['Jun Li'] }, 'J. Li; Li, J.; a list', ['J. Li', 'Li, J.']],
    ['an initial is no name', { authors: ['X'] }, 'x and X', []],
    ['a short institute, as a whole word', { affiliations: ['MIT', 'ETH'] }, 'of MIT and (ETH); we submit a method', ['MIT', 'ETH']],
    ['a short institute that may stay', { affiliations: ['MIT'], anonymous: { title: 'x', also: [], allow: ['MIT'], names: 'refuse' } }, 'the MIT licence', []],
    ['a Chinese name of four signs', { authors: ['欧阳小明'] }, '感谢欧阳小明', ['欧阳小明']],
    ['a group in small letters', { authors: ['the lines group'] }, 'The Lines Group, T. group', ['The Lines Group']],
    ['an institute', { affiliations: ['Institute of Lines'] }, 'our Institute\nof Lines', ['Institute\nof Lines']],
    ['a repository, its owner, and both', { repository: 'https://github.com/acme-lab/lines.git' }, 'github.com/acme-lab/lines, acme-lab, https://github.com', ['github.com/acme-lab/lines', 'acme-lab']],
    ['a host of one’s own', { repository: 'https://git.acme.example' }, 'git.acme.example', ['git.acme.example']],
    ['the address of the site', { site: { base: '/', url: 'https://lines.example.org' } }, 'see lines.example.org', ['lines.example.org']],
    ['the title', { title: 'The Lines Lab' }, 'The Lines Lab', ['The Lines Lab']],
    ['further words', { anonymous: { title: 'x', also: ['grant-*'], allow: [], names: 'refuse' } }, 'by grant-17', ['grant-17']],
    ['words that may stay', { title: 'Line fits', anonymous: { title: 'x', also: [], allow: ['line fits'], names: 'refuse' } }, 'Line fits', []],
  ]; // prettier-ignore
  for (const [what, config, text, expected] of rows) {
    test(what, () => assert.deepEqual(found({ title: 'Paper Factory', ...config }, text), expected));
  }
});
