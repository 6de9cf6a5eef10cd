import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readCsv, type CsvTable } from '../../../runners/src/data/csv.ts';
import { fitScaler } from '../../../runners/src/data/scaler.ts';
import { splitRows, takeRows } from '../../../runners/src/data/split-rows.ts';
import { UserError } from '../../../runners/src/schema/user-error.ts';

const read = (text: string | Uint8Array, options = {}) =>
  readCsv({ path: 'data/a.csv', bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text }, options);

const refuses = (use: () => unknown, message: RegExp, hint = /./) =>
  assert.throws(use, (error: unknown) => {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.message, message);
    assert.match(error.hint, hint);
    return true;
  });

suite('a CSV file', () => {
  test('gives columns as numbers, text, classes and a matrix', () => {
    const table = read('name,x,y\nb,1,2.5e1\na,-.5,+3.\nb,007,0\n');
    assert.deepEqual(table.columns, ['name', 'x', 'y']);
    assert.equal(table.rows, 3);
    assert.deepEqual(table.numbers('x'), Float64Array.of(1, -0.5, 7));
    assert.deepEqual(table.texts('name'), ['b', 'a', 'b']);
    assert.deepEqual(table.classes('name'), { names: ['a', 'b'], codes: Int32Array.of(1, 0, 1) });
    assert.deepEqual(table.matrix(['y', 'x']), Float32Array.of(25, 1, 3, -0.5, 0, 7));
  });

  const same: [what: string, text: string | Uint8Array, options?: object][] = [
    ['line ends of Windows', 'x,y\r\n1,2\r\n3,4\r\n'],
    ['no line end at the end', 'x,y\n1,2\n3,4'],
    ['blank lines', 'x,y\n\n1,2\n\n3,4\n\n'],
    ['spaces around cells', ' x , y\n 1,2 \n3 , 4\n'],
    ['quotes', '"x","y"\n"1",2\n3,"4"\n'],
    ['a byte order mark', '\uFEFFx,y\n1,2\n3,4\n'],
    ['semicolons', 'x;y\n1;2\n3;4\n', { delimiter: ';' }],
  ];
  for (const [what, text, options] of same) {
    test(`with ${what} is the same`, () => {
      const table = read(text, options);
      assert.deepEqual(
        [table.columns, [...table.matrix(['x', 'y'])]],
        [
          ['x', 'y'],
          [1, 2, 3, 4],
        ],
      );
    });
  }

  test('gives the rows that have a value in each of some columns, and names lines as before', () => {
    const text = 'x,y\n1,NA\nNA,2\n3,\n4,5\n6,odd\n';
    const table = read(text).complete(['x', 'y']);
    assert.equal(table.rows, 2);
    assert.deepEqual(table.numbers('x'), Float64Array.of(4, 6));
    refuses(() => table.numbers('y'), /^data\/a\.csv:6: column "y" is "odd", which is no finite number$/);
    assert.equal(read(text, { missing: ['odd'] }).complete(['y']).rows, 4);
  });

  const faults: [what: string, use: (table: CsvTable) => unknown, message: RegExp, hint: RegExp][] = [
    [
      'a missing value',
      (table) => table.numbers('x'),
      /^data\/a\.csv:3: column "x" has no value$/,
      /complete\(\['x'\]\)/,
    ],
    ['text', (table) => table.matrix(['name']), /^data\/a\.csv:2: column "name" is "a", which is no/, /classes\(\)/],
    ['an infinity', (table) => table.numbers('y'), /^data\/a\.csv:3: column "y" is "inf"/, /Mend/],
    ['an unknown column', (table) => table.texts('z'), /^data\/a\.csv has no column "z"$/, /Columns: name, x, y/],
    ['an unknown column', (table) => table.complete(['z']), /^data\/a\.csv has no column "z"$/, /Columns/],
  ];
  for (const [what, use, message, hint] of faults) {
    test(`refuses ${what} with its line`, () => refuses(() => use(read('name,x,y\na,1,1\nb,NA,inf\n')), message, hint));
  }

  const broken: [what: string, text: string | Uint8Array, message: RegExp][] = [
    ['nothing in it', '', /^data\/a\.csv is empty$/],
    ['a column without a name', 'x,\n1,2\n', /^data\/a\.csv:1: a column has no name$/],
    ['a column twice', 'x,y,x\n', /^data\/a\.csv:1: the column "x" stands twice$/],
    ['a row of another length', 'x,y\n1,2\n3\n', /^data\/a\.csv:3: /],
    ['quotes that do not end', 'x,y\n1,"2\n', /^data\/a\.csv:\d: /],
    ['another encoding', Uint8Array.of(0x78, 0x0a, 0xe4, 0x0a), /^data\/a\.csv is not UTF-8$/],
  ];
  for (const [what, text, message] of broken) test(`is refused with ${what}`, () => refuses(() => read(text), message));
});

suite('rows of data', () => {
  test('are divided by the seed, each into one part', () => {
    const parts = splitRows(100, { validation: 0.1, test: 0.25 }, 3);
    assert.deepEqual([parts.train.length, parts.validation.length, parts.test.length], [65, 10, 25]);
    const all = [...parts.train, ...parts.validation, ...parts.test].sort((a, b) => a - b);
    assert.deepEqual(all, [...Array(100).keys()]);
    assert.deepEqual(splitRows(100, { validation: 0.1, test: 0.25 }, 3), parts);
    assert.notDeepEqual(splitRows(100, { validation: 0.1, test: 0.25 }, 4).test, parts.test);
    assert.equal(splitRows(10, { test: 0.2 }, 1).validation.length, 0);
  });
  test('are refused where a part would be empty', () => {
    for (const share of [{ test: 0 }, { test: 1 }, { test: 0.5, validation: 0.01 }, { test: 0.5, validation: 0.5 }]) {
      assert.throws(() => splitRows(10, share, 1), /10 rows are too few/);
    }
  });
  test('are taken in order, of any width', () => {
    assert.deepEqual(takeRows(Float32Array.of(1, 2, 3, 4, 5, 6), 2, [2, 0, 2]), Float32Array.of(5, 6, 1, 2, 5, 6));
    assert.deepEqual(takeRows(Int32Array.of(7, 8, 9), 1, [1]), Int32Array.of(8));
  });
  test('are scaled to mean 0 and deviation 1, and back', () => {
    const raw = [1, 5, 10, 3, 5, 20, 5, 5, 30];
    const scaler = fitScaler(raw, 3);
    assert.deepEqual([...scaler.mean], [3, 5, 20]);
    assert.deepEqual([...scaler.scale], [2, 1, 10]);
    assert.deepEqual([...scaler.apply(raw)], [-1, 0, -1, 0, 0, 0, 1, 0, 1]);
    assert.deepEqual([...scaler.undo(scaler.apply(raw))], raw);
    assert.throws(() => fitScaler(raw, 2), /9 values are not rows of 2/);
  });
});
