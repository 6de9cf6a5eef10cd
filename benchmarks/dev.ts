// How long a saved log takes to show in `dev`: from the write to new bytes over HTTP, and to the browser that was told.
// Usage: npm run bench:dev -- [--root FOLDER] [--logs 1000] [--rounds 10]
// Without --root a root is generated, with its remembered texts warm. Prints JSON; times are milliseconds.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeSiteRoot } from './site/root.ts';

const { values } = parseArgs({
  options: {
    root: { type: 'string' },
    logs: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '10' },
  },
});
const launcher = resolve(import.meta.dirname, '../bin/paper-factory.mjs');
const made = values.root ? null : mkdtempSync(join(tmpdir(), 'bench-dev-'));
const root = resolve(values.root ?? made!);
if (made) await writeSiteRoot(root, Number(values.logs));

const median = (list: number[]) => Math.round([...list].sort((a, b) => a - b)[list.length >> 1]);
const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

const port = await freePort();
const origin = `http://localhost:${port}`;
const started = performance.now();
const server = spawn(process.execPath, [launcher, 'dev', '--root', root, '--port', String(port)], { stdio: 'ignore' });
const stop = () => {
  server.kill();
  if (made) rmSync(made, { recursive: true, force: true });
};
process.on('exit', stop);

const [file] = readdirSync(join(root, 'content/experiments')).filter((name) => /^[^.]+\.md$/.test(name));
const path = join(root, 'content/experiments', file);
const address = `${origin}/experiments/${file.replace(/\.md$/, '')}/`;
const good = readFileSync(path, 'utf8');

/** The page's text once it holds what is wanted. @returns milliseconds until then. */
async function until(wanted: string, since: number): Promise<number> {
  for (;;) {
    const text = await fetch(address).then(
      (response) => response.text(),
      () => '',
    );
    if (text.includes(wanted)) return performance.now() - since;
    if (performance.now() - since > 120_000) throw new Error(`${address} never held "${wanted}"`);
    await wait(5);
  }
}

await until('<h1', started);
const ready = performance.now() - started;

// What a browser does: it asks again when it is told to.
const client = await fetch(`${origin}/@vite/client`).then((response) => response.text());
const token = /wsToken = "([^"]+)"/.exec(client)?.[1] ?? '';
const socket = new WebSocket(`ws://localhost:${port}/?token=${token}`, 'vite-hmr');
let told: (() => void) | null = null;
socket.addEventListener('message', ({ data }) => {
  if ((JSON.parse(String(data)) as { type: string }).type === 'full-reload') told?.();
});
await once(socket, 'open');

const [toTold, toShown]: number[][] = [[], []];
for (let round = 0; round <= Number(values.rounds); round++) {
  const word = `saved-${round}-${Date.now()}`;
  const since = performance.now();
  const reload = new Promise<void>((done) => (told = done));
  writeFileSync(path, `${good}\n${word}\n`);
  await reload;
  const heard = performance.now() - since;
  const shown = await until(word, since);
  // The first fills caches of the compiler.
  if (round > 0) {
    toTold.push(heard);
    toShown.push(shown);
  }
  await wait(300);
}
writeFileSync(path, good);
const memory = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1];
const times = (list: number[]) => ({
  least: Math.round(Math.min(...list)),
  median: median(list),
  most: Math.round(Math.max(...list)),
});
const logs = readdirSync(join(root, 'content/experiments')).length;
const report = {
  logs,
  readyMs: Math.round(ready),
  saveToReloadMs: times(toTold),
  saveToPageMs: times(toShown),
  memoryMiB: memory ? Math.round(Number(memory) / 1024) : null,
};
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.exit(0);
