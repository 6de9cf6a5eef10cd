// Writes the root that benchmarks/site.ts builds, to look at or to profile. Usage: node benchmarks/site/generate.ts FOLDER [LOGS]
import { resolve } from 'node:path';
import { writeSiteRoot } from './root.ts';

const [folder, logs = '1000'] = process.argv.slice(2);
if (folder === undefined) throw new Error('expected a folder to write into, e.g. /tmp/lab');
await writeSiteRoot(resolve(folder), Number(logs));
