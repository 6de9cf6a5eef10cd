/**
 * Writes the JSON Schema of every format that people write, or that programs exchange, to docs/schema/, so that editors
 * complete and check it. `npm run build:schemas`; a test compares the bytes.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { schemaFiles } from '../src/schema/json-schema.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/schema');
const files = schemaFiles();

mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(path.join(folder, name));
for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
