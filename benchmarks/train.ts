// Training steps of five networks on the wasm backend beside its peers, in alternation in one run.
// Usage: npm run bench:train -- [--python PYTHON with torch] [--native] [--peer "COMMAND"] [--rounds 3] [--seconds 2]
// --peer is any command that takes THREADS SECONDS MODEL... and prints lines as train/step.ts does.
// Prints JSON: the median of each round's median step time, and its ratio to the wasm backend (above 1: wasm is faster);
// and what two processes of one thread do beside one (2: twice as much).
import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    native: { type: 'boolean', default: false },
    peer: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
    threads: { type: 'string', default: '2' },
    models: { type: 'string', default: 'mlp,cnn1d,vit,bilstm,resnet' },
  },
});
const { threads, seconds } = values;
const models = values.models.split(',');
const script = (name: string) => fileURLToPath(new URL(`./train/${name}`, import.meta.url));

const commands: Record<string, string[]> = {
  wasm: [process.execPath, script('step.ts'), 'wasm', threads, seconds],
  'wasm, one thread': [process.execPath, script('step.ts'), 'wasm', '1', seconds],
};
if (values.native) commands['tfjs-node'] = [process.execPath, script('step.ts'), 'node', threads, seconds];
if (values.python) commands.pytorch = [values.python, script('models.py'), threads, seconds];
if (values.peer) commands.peer = [...values.peer.split(' '), threads, seconds];

const times: Record<string, Record<string, number[]>> = {};
for (let round = 0; round < Number(values.rounds); round++) {
  for (const model of models) {
    for (const [name, [program, ...args]] of Object.entries(commands)) {
      const output = execFileSync(program, [...args, model], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      const { milliseconds } = JSON.parse(output.trim().split('\n').at(-1)!) as { milliseconds: number };
      ((times[model] ??= {})[name] ??= []).push(milliseconds);
    }
  }
}

/** Steps of two processes at one time over those of one. */
async function throughputOfTwo(model: string): Promise<number> {
  const [program, ...args] = commands['wasm, one thread'];
  const run = async () => {
    const { stdout } = await promisify(execFile)(program, [...args, model], { encoding: 'utf8' });
    return (JSON.parse(stdout) as { milliseconds: number }).milliseconds;
  };
  const alone = await run();
  const [first, second] = await Promise.all([run(), run()]);
  return alone / first + alone / second;
}

const median = (list: number[]) => [...list].sort((a, b) => a - b)[list.length >> 1];
const results = models.map((model) => {
  const milliseconds = Object.fromEntries(Object.entries(times[model]).map(([name, list]) => [name, median(list)]));
  const ratios = Object.entries(milliseconds).map(([name, time]) => [name, time / milliseconds.wasm]);
  return { model, milliseconds, ratios: Object.fromEntries(ratios) as Record<string, number> };
});
const throughput: Record<string, number> = {};
for (const model of models) throughput[model] = await throughputOfTwo(model);
console.log(
  JSON.stringify(
    { benchmark: 'train', node: process.version, threads: Number(threads), results, twoProcesses: throughput },
    null,
    2,
  ),
);
