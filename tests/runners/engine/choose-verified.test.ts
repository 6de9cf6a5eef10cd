import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseVerified } from '../../../runners/src/engine/choose-verified.ts';

const items = Array.from({ length: 30 }, (_, i) => ({ name: `experiment-${i}/default`, seconds: (i % 3) + 1 }));
const secondsOf = ({ seconds }: (typeof items)[number]) => seconds;

const names = (chosen: { name: string }[]) => chosen.map(({ name }) => name);
const draw = (seed: string, share = 0.1, of = items) => chooseVerified(of, { sample: { share, seed }, secondsOf });

describe('chooseVerified', () => {
  it('chooses all where nothing limits it', () => {
    assert.deepEqual(chooseVerified(items, { secondsOf }), { chosen: items, left: [] });
  });

  it('draws the same sample with the same seed, and another with another', () => {
    assert.equal(draw('abc').chosen.length, 3);
    assert.deepEqual(names(draw('abc').chosen), names(draw('abc').chosen));
    assert.notDeepEqual(names(draw('abc').chosen), names(draw('abd').chosen));
  });

  it('does not draw by the order in which items are given, and keeps it', () => {
    const backwards = draw('abc', 0.3, [...items].reverse());
    assert.deepEqual(names(backwards.chosen).reverse(), names(draw('abc', 0.3).chosen));
  });

  it('every item is drawn by some seed', () => {
    const drawn = new Set(Array.from({ length: 200 }, (_, i) => names(draw(`commit ${i}`).chosen)).flat());
    assert.equal(drawn.size, items.length);
  });

  for (const [share, of, count] of [
    [0.01, 30, 1],
    [0.1, 31, 4],
    [0.5, 3, 2],
    [1, 30, 30],
    [0.5, 0, 0],
  ]) {
    it(`takes ${count} of ${of} for ${100 * share}%`, () => {
      assert.equal(draw('abc', share, items.concat(items).slice(0, of)).chosen.length, count);
    });
  }

  it('takes the quickest that fit, each left one with why', () => {
    const { chosen, left } = chooseVerified(items.slice(0, 4), { budgetSeconds: 2, secondsOf });
    assert.deepEqual(names(chosen), ['experiment-0/default', 'experiment-3/default']);
    assert.deepEqual(
      left.map(({ item, why }) => [item.name, why]),
      [
        ['experiment-1/default', 'budget'],
        ['experiment-2/default', 'budget'],
      ],
    );
  });

  it('leaves what nothing is known of', () => {
    const { chosen } = chooseVerified(items, { budgetSeconds: 1e9, secondsOf: () => Infinity });
    assert.deepEqual(chosen, []);
  });

  it('draws first and then takes the quickest of the sample', () => {
    const { chosen, left } = chooseVerified(items, { sample: { share: 0.2, seed: 'a' }, budgetSeconds: 3, secondsOf });
    const sample = names(draw('a', 0.2).chosen);
    assert.ok(chosen.length > 0 && chosen.every(({ name }) => sample.includes(name)));
    assert.equal(left.filter(({ why }) => why === 'sample').length, 24);
    assert.equal(left.filter(({ why }) => why === 'budget').length, 6 - chosen.length);
  });
});
