import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFinder, withMarks } from '../../src/content/find-patterns.ts';

const redact = (patterns: string[], text: string): string => withMarks(text, createFinder(patterns)(text));

describe('patterns of literal text and *', () => {
  const rows: [pattern: string, text: string, expected: string][] = [
    ['/home/*', 'cd /home/ada/runs/x.py, then', 'cd [redacted], then'],
    ['/home/*', 'It lies in /home/ada/runs.', 'It lies in [redacted].'],
    ['/home/*', '"/home/ada b"', '"[redacted] b"'],
    ['/home/*', '在/home/ada，然后', '在[redacted]，然后'],
    ['*.cluster.example.edu', 'ssh ada@node17.cluster.example.edu:/x', 'ssh [redacted]:/x'],
    ['*.cluster.example.edu', 'Node17.Cluster.Example.EDU.', '[redacted].'],
    ['*.cluster.example.edu', 'cluster.example.education', 'cluster.example.education'],
    ['node*.example.edu', 'node7.gpu.example.edu and example.edu', '[redacted] and example.edu'],
    ['/data/*/raw*', '/data/ada/raw-2.csv /data/ada/cooked', '[redacted] /data/ada/cooked'],
    ['ada', 'ada, Ada and adamant Canada ada_l', '[redacted], [redacted] and adamant Canada [redacted]_l'],
    ['Ada Lovelace', 'Ada\n  Lovelace', '[redacted]'],
    ['王小明', '作者王小明写的', '作者[redacted]写的'],
    ['Müller', 'MÜLLER', '[redacted]'],
    ['a.b+c', 'a.b+c axbbc', '[redacted] axbbc'],
    ['C:\\Users\\*', 'C:\\Users\\ada\\x', '[redacted]'],
    ['$HOME/*', '$HOME/x', '[redacted]'],
  ];
  for (const [pattern, text, expected] of rows) {
    test(`${pattern} in ${JSON.stringify(text)}`, () => assert.equal(redact([pattern], text), expected));
  }

  test('of two that match in one place the longer counts, and what follows is not lost', () => {
    assert.equal(redact(['/home/ada', '/home/*', 'runs'], '/home/ada/runs and runs'), '[redacted] and [redacted]');
  });

  test('no pattern takes more than a moment', () => {
    const started = performance.now();
    const text = `${'a'.repeat(100_000)} ${'ab'.repeat(50_000)} ${'/home/'.repeat(20_000)}`;
    redact(['a*a*a*a*a*a*b!', '*a*b*c*d.e', '/home/*x*y*z!', '*zzz'], text);
    assert.ok(performance.now() - started < 20_000, `${performance.now() - started} ms`);
  });
});
