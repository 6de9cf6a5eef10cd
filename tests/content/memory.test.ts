import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openMemory } from '../../src/content/memory.ts';

describe('a memory of what was made of texts', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'paper-factory-'));
    file = path.join(folder, 'cache', 'kept.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const value = { title: 'β ≤ 0.5', lines: [1, 2] };
  function keep(maker = 'one'): string {
    const memory = openMemory(file, maker);
    memory.keep('log', 'a', value);
    memory.keep('claim', 'b', 'second');
    memory.save();
    return readFileSync(file, 'utf8');
  }

  it('recalls at once, and after it was opened again, by kind and key', () => {
    const memory = openMemory(file, 'one');
    assert.equal(memory.recall('log', 'a'), undefined);
    memory.keep('log', 'a', value);
    assert.equal(memory.recall('log', 'a'), value);
    memory.save();
    const later = openMemory(file, 'one');
    assert.deepEqual(later.recall('log', 'a'), value);
    assert.equal(later.recall('log', 'b'), undefined);
    assert.equal(later.recall('claim', 'a'), undefined);
  });

  it('writes nothing before it is told to, and nothing where nothing is new', () => {
    openMemory(file, 'one').keep('log', 'a', value);
    assert.equal(existsSync(file), false);
    keep();
    writeFileSync(file, 'somebody else wrote this');
    openMemory(file, 'one').save();
    assert.equal(readFileSync(file, 'utf8'), 'somebody else wrote this');
  });

  it('forgets what nobody asked for when it writes', () => {
    keep();
    const memory = openMemory(file, 'one');
    memory.recall('log', 'a');
    memory.keep('log', 'c', 3);
    memory.save();
    const later = openMemory(file, 'one');
    assert.deepEqual([later.recall('log', 'a'), later.recall('log', 'c')], [value, 3]);
    assert.equal(later.recall('claim', 'b'), undefined);
  });

  const broken: [what: string, change: (kept: string) => string][] = [
    ['is empty', () => ''],
    ['was cut short', (kept) => kept.slice(0, -3)],
    ['was cut after its first line', (kept) => kept.slice(0, kept.indexOf('\n') + 1)],
    ['was edited', (kept) => kept.replace('0.5', '0.6')],
    ['lost its first line', (kept) => kept.slice(kept.indexOf('\n') + 1)],
    ['has another first line', (kept) => kept.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))],
    ['is no text', () => '\u0000\ufffd'],
  ];
  for (const [what, change] of broken) {
    it(`starts anew from a file that ${what}, and mends it`, () => {
      const kept = keep();
      writeFileSync(file, change(kept));
      assert.equal(openMemory(file, 'one').recall('log', 'a'), undefined);
      assert.equal(keep(), kept);
      assert.deepEqual(openMemory(file, 'one').recall('log', 'a'), value);
    });
  }

  it('finds nothing of another maker', () => {
    keep('one');
    assert.equal(openMemory(file, 'two').recall('log', 'a'), undefined);
    assert.deepEqual(openMemory(file, 'one').recall('log', 'a'), value);
  });

  it('keeps nothing that would come back as something else', () => {
    const memory = openMemory(file, 'one');
    for (const [key, odd] of [-0, NaN, new Date(0), new Map(), { a: undefined }, [undefined]].entries()) {
      memory.keep('log', String(key), odd);
      assert.equal(memory.recall('log', String(key)), undefined, String(key));
    }
  });

  it('says nothing where it cannot write, and leaves no part of a file', () => {
    writeFileSync(path.join(folder, 'cache'), 'a file where the folder should be');
    const memory = openMemory(file, 'one');
    memory.keep('log', 'a', value);
    memory.save();
    assert.equal(memory.recall('log', 'a'), value);
    // As where a disk is full: the new file is written, and cannot take the place of the old one.
    rmSync(path.join(folder, 'cache'));
    const taken = path.join(folder, 'taken');
    const blocked = openMemory(path.join(taken, 'kept.json'), 'one');
    const inside = openMemory(path.join(taken, 'kept.json', 'inside.json'), 'one');
    inside.keep('log', 'a', 1);
    inside.save();
    blocked.keep('log', 'a', value);
    blocked.save();
    assert.deepEqual(readdirSync(taken), ['kept.json']);
  });
});
