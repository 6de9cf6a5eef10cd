import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { format } from 'prettier';
import { sourceClosure, sourceRoot } from '../../../runners/src/engine/import-closure.ts';
import { runnerFile } from '../../../runners/src/engine/modules.ts';
import { parseModule } from '../../../runners/src/engine/sources/module.ts';

const digestOf = (text: string): string => parseModule(text, 'ts').digest;

/** Edits of a module that leave what it computes. */
const equal: [what: string, before: string, after: string][] = [
  ['a comment', 'f(1);', '// why\nf(/* what */ 1); /** how */'],
  ['a type annotation', 'const f = (a) => a;', 'const f = (a: number): number => a;'],
  ['an optional parameter', 'function f(a) {}', 'function f(a?: number): void {}'],
  ['a parameter that is a type of this', 'function f(a) {}', 'function f(this: Foo, a: number) {}'],
  ['an overload', 'function f(a) {}', 'function f(a: string): void;\nfunction f(a: number): void;\nfunction f(a) {}'],
  ['type parameters', 'f(a); class A extends B {}', 'f<T>(a); class A<T> extends B<T> implements C {}'],
  ['an interface', 'a;\nb;', 'a;\ninterface A { b: number }\nb;'],
  ['an interface before a parenthesis', 'a();\n(b);', 'a()\ninterface A {}\n(b)'],
  ['a type alias', 'a;', 'type A = 1;\nexport type B = A;\na;'],
  ['a declaration of something elsewhere', 'a;', 'declare const a: number;\na;'],
  ['a declared field', 'class A {}', 'class A { declare b: number }'],
  ['modifiers of a field', 'class A { b = 1; }', 'class A { private readonly b: number = 1; }'],
  ['as const', 'const a = [1];', 'const a = [1] as const;'],
  ['satisfies', 'const a = { b: 1 };', 'const a = { b: 1 } satisfies B;'],
  ['as', 'f(a);', 'f((a as unknown) as B);'],
  ['a non-null assertion', 'a.b();', 'a!.b!();'],
  ['an import of types', 'a;', `import type { A } from './a.ts';\na;`],
  ['a type beside an import', `import { a } from './a.ts';`, `import { a, type B } from './a.ts';`],
  ['an export of types', 'a;', `a;\nexport type { A } from './a.ts';\nexport { type B };`],
  ['formatting', 'if (a) { b(1, 2); }', 'if (a)\n{\n\tb( 1,\n 2 )\n}'],
  ['line endings', 'a;\nb(`\n`);', 'a;\r\nb(`\r\n`);'],
  ['quotes', `f('a', 'it\\'s');`, `f("a", "it's");`],
  ['an escape', `f('A');`, `f('\\x41');`],
  ['parentheses', 'a = b + c;', 'a = ((b) + (c));'],
  ['parentheses of a chain of conditions', 'a && b && c;', 'a && (b && c);'],
  ['a trailing comma', 'f([1, 2], { a });', 'f([1, 2,], { a, },);'],
  ['a lone semicolon', 'function f() { a; }', 'function f() { a;; };'],
  ['a semicolon that is inserted', 'const a = 1;\nf();', 'const a = 1\nf()'],
  ['the spelling of a number', 'f(1000, 0.5, 255, 10n);', 'f(1e3, .50, 0xff, 0xan);'],
  ['digits in groups', 'f(1000);', 'f(1_000);'],
  ['quotes of a key', `({ a: 1, 'b-c': 2, 1: 3 });`, `({ 'a': 1, "b-c": 2, '1': 3 });`],
];

/** Edits of a module that may change what it computes. */
const different: [what: string, before: string, after: string][] = [
  ['a number', 'f(1);', 'f(2);'],
  ['the last digit of a number', 'f(0.1);', 'f(0.10000000000000002);'],
  ['a sign', 'f(0);', 'f(-0);'],
  ['a number beyond all', 'f(1e308);', 'f(1e309);'],
  ['a number that is null in JSON', 'f(1e309);', 'f(null);'],
  ['a bigint', 'f(1n);', 'f(2n);'],
  ['a bigint for a number', 'f(1);', 'f(1n);'],
  ['a bigint for a text', 'f("1n");', 'f(1n);'],
  ['a text', 'f("a");', 'f("b");'],
  ['a text for a number', 'f(1);', 'f("1");'],
  ['a text for a truth', 'f(true);', 'f("true");'],
  ['a lone half of a character', 'f("\\ud800");', 'f("\\ud801");'],
  ['null for undefined', 'f(null);', 'f(undefined);'],
  ['an operator', 'a + b;', 'a - b;'],
  ['an assignment', 'a = b;', 'a += b;'],
  ['a comparison', 'a == b;', 'a === b;'],
  ['a logical operator', 'a || b;', 'a ?? b;'],
  ['grouping', 'a + b + c;', 'a + (b + c);'],
  ['grouping of conditions', 'a || b && c;', '(a || b) && c;'],
  ['before or after', 'i++;', '++i;'],
  ['a name', 'f(a);', 'f(b);'],
  ['a member', 'a.b;', 'a.c;'],
  ['a member for a computed one', 'a.b;', 'a[b];'],
  ['an optional member', 'a.b;', 'a?.b;'],
  ['the end of an optional chain', 'a?.b.c;', '(a?.b).c;'],
  ['a computed key', '({ a: 1 });', '({ [a]: 1 });'],
  ['a key that sets the prototype', '({ __proto__: __proto__ });', '({ __proto__ });'],
  ['a private name', 'class A { #b = 1; c = this.#b; }', 'class A { #b = 1; c = this.b; }'],
  ['a private field', 'class A { #b = 1; }', 'class A { b = 1; }'],
  ['a method', '({ a() {} });', '({ get a() {} });'],
  ['a static field', 'class A { b = 1; }', 'class A { static b = 1; }'],
  ['an empty field', 'class A {}', 'class A { b; }'],
  ['an empty field with a type', 'class A {}', 'class A { b?: number; }'],
  ['an empty base', 'class A {}', 'class A extends null {}'],
  ['order of statements', 'a(); b();', 'b(); a();'],
  ['order of arguments', 'f(a, b);', 'f(b, a);'],
  ['order of keys', '({ a: 1, b: 2 });', '({ b: 2, a: 1 });'],
  ['order of imports', `import './a.ts';\nimport './b.ts';`, `import './b.ts';\nimport './a.ts';`],
  ['a call', 'a();', 'new a();'],
  ['an argument', 'f(a);', 'f();'],
  ['spread', 'f(a);', 'f(...a);'],
  ['a hole', '[, a];', '[a];'],
  ['a hole for undefined', '[, a];', '[undefined, a];'],
  ['an empty array for none', 'f([]);', 'f();'],
  ['an empty array for an empty object', 'f([]);', 'f({});'],
  ['a nested array', '[[a], b];', '[[a, b]];'],
  ["a regular expression's pattern", 'f(/a/);', 'f(/b/);'],
  ["a regular expression's flags", 'f(/a/g);', 'f(/a/gi);'],
  ['a regular expression for its text', 'f(/a/);', 'f("/a/");'],
  ['the text of a template', 'f(`a${b}`);', 'f(`c${b}`);'],
  ['the raw text of a template', 'tag`A`;', 'tag`\\x41`;'],
  ['where a template is filled in', 'f(`a${b}`);', 'f(`${b}a`);'],
  ['a template for a text', 'f("a");', 'f(`a`);'],
  ['a default value', 'function f(a = 1) {}', 'function f(a = 2) {}'],
  ['no default value', 'function f(a = 1) {}', 'function f(a) {}'],
  ['let for const', 'let a = 1;', 'const a = 1;'],
  ['no value', 'let a;', 'let a = undefined;'],
  ['async', 'const f = () => a;', 'const f = async () => a;'],
  ['a generator', 'function f() {}', 'function* f() {}'],
  ['yield*', 'function* f() { yield a; }', 'function* f() { yield* a; }'],
  ['await', 'a;', 'await a;'],
  ['an arrow that returns an object', '() => {};', '() => ({});'],
  ['a line break after return', 'function f() { return a; }', 'function f() { return\na; }'],
  ['a branch', 'if (a) b();', 'if (a) b(); else c();'],
  ['which if an else belongs to', 'if (a) { if (b) c(); else d(); }', 'if (a) { if (b) c(); } else d();'],
  ['an empty loop', 'for (;;) a();', 'for (;;); a();'],
  ['a label', 'a: for (;;) b: for (;;) break a;', 'a: for (;;) b: for (;;) break b;'],
  ['a case', 'switch (a) { case 1: b(); case 2: c(); }', 'switch (a) { case 1: case 2: b(); c(); }'],
  ['a directive', `function f() { 'a'; b(); }`, `function f() { ('a'); b(); }`],
  ["an import's target", `import { a } from './a.ts';`, `import { a } from './b.ts';`],
  ["an import's name", `import { a } from './a.ts';`, `import { b as a } from './a.ts';`],
  ['an import of a namespace', `import a from './a.ts';`, `import * as a from './a.ts';`],
  ["an import's attributes", `import a from './a';`, `import a from './a' with { type: 'json' };`],
  ["an export's name", 'const a = 1; export { a };', 'const a = 1; export { a as b };'],
  ['an export', 'const a = 1;', 'export const a = 1;'],
];

suite('the digest of a module', () => {
  for (const [what, before, after] of equal) {
    test(`does not change with ${what}`, () => assert.equal(digestOf(after), digestOf(before)));
  }
  for (const [what, before, after] of different) {
    test(`changes with ${what}`, () => assert.notEqual(digestOf(after), digestOf(before)));
  }

  test('changes with each number and operator of a program', () => {
    const text = readFileSync(join(sourceRoot, 'suites/spectra/matrix.ts'), 'utf8');
    // Without comments, in which nothing counts.
    const code = text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
    const seen = new Map([[digestOf(code), 'the program']]);
    let edits = 0;
    for (const { 0: token, index } of code.matchAll(/\b\d+\b|[-+*/](?![-+*/=])|<(?=\s)/g)) {
      const other = /\d/.test(token) ? `7${token}` : token === '<' ? '>' : token === '-' ? '+' : '-';
      const edited = code.slice(0, index) + other + code.slice(index + token.length);
      const digest = digestOf(edited);
      assert.ok(!seen.has(digest), `${token} at ${index} does not count, as ${seen.get(digest)}`);
      seen.set(digest, `${token} at ${index}`);
      edits += 1;
    }
    assert.ok(edits > 40, `${edits} edits`);
  });

  test('does not change when Prettier formats the sources in another style', async () => {
    const files = Object.keys(sourceClosure([runnerFile('spectra/dataset', '/')]).sources);
    for (const file of files) {
      const text = readFileSync(join(sourceRoot, file), 'utf8');
      const other = await format(text, {
        parser: 'typescript',
        printWidth: 50,
        semi: false,
        singleQuote: false,
        trailingComma: 'none',
        quoteProps: 'consistent',
        arrowParens: 'avoid',
        bracketSameLine: true,
        useTabs: true,
      });
      assert.notEqual(other, text);
      assert.equal(digestOf(other), digestOf(text), file);
    }
  });
});
