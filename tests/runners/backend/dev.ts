import { loadBackend } from '../../../runners/src/backend/index.ts';
import { families, allCases } from './cases/index.ts';
import { checkForward, checkGradient } from './check.ts';
import { startReference } from './expected.ts';
const name = process.argv[2] as 'cpu';
await loadBackend({ name });
const t0 = performance.now();
const ref = startReference(allCases);
const n = { f: 0, fok: 0, g: 0, gok: 0 };
for (const [fam, cases] of Object.entries(families)) {
  const t1 = performance.now();
  let own = 0;
  for (const c of cases) {
    let e;
    try {
      e = await ref(c);
    } catch (error) {
      console.log('REF', c.name, (error as Error).message.slice(0, 300));
      process.exit(1);
    }
    const t2 = performance.now();
    n.f++;
    try {
      checkForward(c, e);
      n.fok++;
    } catch (error) {
      console.log(`F ${c.name}: ${(error as Error).message.slice(0, 160).replaceAll('\n', ' ')}`);
    }
    if (c.differentiable) {
      n.g++;
      try {
        checkGradient(c, e);
        n.gok++;
      } catch (error) {
        console.log(`G ${c.name}: ${(error as Error).message.slice(0, 160).replaceAll('\n', ' ')}`);
      }
    }
    own += performance.now() - t2;
  }
  console.log(`-- ${fam} ${cases.length} ${(performance.now() - t1).toFixed(0)} own ${own.toFixed(0)}`);
}
console.log(n, performance.now() - t0);
process.exit(0);
