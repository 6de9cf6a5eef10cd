// Makes seedlings.csv: `node data/make.mjs`. The data are invented, so that anybody may use them for anything.
import { writeFileSync } from 'node:fs';

let state = 20261121;
/** Uniform in [0, 1): mulberry32, public domain, by Tommy Ettinger. */
function uniform() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
/** About normal, standard deviation 1. */
const noise = () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);

const varieties = { dwarf: 0.7, field: 1, giant: 1.4 };
const rows = Array.from({ length: 480 }, () => {
  const light = 4 + 26 * uniform();
  const temperature = 8 + 26 * uniform();
  const water = 5 + 55 * uniform();
  const variety = Object.keys(varieties)[Math.floor(3 * uniform())];
  // Light saturates, there is a best temperature, and too much water is as bad as too little.
  const warmth = 1 / (1 + ((temperature - 22) / 7) * ((temperature - 22) / 7));
  const wet = 1 / (1 + ((water - 32) / 18) * ((water - 32) / 18));
  const growth = 60 * varieties[variety] * (light / (light + 9)) * warmth * wet + 1.2 * noise();
  const measured = uniform() < 0.02 ? 'NA' : Math.max(growth, 0).toFixed(1);
  return [variety, light.toFixed(1), temperature.toFixed(1), water.toFixed(0), measured].join(',');
});
const header = 'variety,light_mol,temperature_c,water_ml,growth_mm';
writeFileSync(new URL('seedlings.csv', import.meta.url), `${[header, ...rows].join('\n')}\n`);
