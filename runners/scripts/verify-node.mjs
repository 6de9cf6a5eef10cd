/**
 * Re-executes the smoke profile with another major version of Node, taken from npm, and requires the
 * committed bytes.
 *
 *     npm run verify:node [-- --help]
 */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fetchNode, Missing, runCheck, say, verifySmoke } from './smoke-verification.mjs';

/** The oldest major that this project runs on. */
const version = '22.23.3';
const cache = resolve(process.env.PAPER_FACTORY_NODES || join(homedir(), '.cache', 'paper-factory', 'nodes'));

const usage = `Re-executes the smoke profile with Node ${version} and requires the committed bytes (Linux).

usage: npm run verify:node [-- --quick] [--if-possible]

  --quick        only one experiment, one that trains
  --if-possible  where that Node cannot be had: say so in one line, exit 0

PAPER_FACTORY_NODES  folder of the cache (default ~/.cache/paper-factory/nodes)
`;

async function main({ quick }) {
  if (process.platform !== 'linux') throw new Missing(`this is ${process.platform}; the check runs on Linux`, '');
  const node = fetchNode(cache, `node-linux-${process.arch}@${version}`);
  say(`Node v${version} on ${process.arch}`);
  if (await verifySmoke(node, cache, quick ? ['spectra-mlp'] : [])) return say(`the same bytes with Node v${version}`);
  process.stderr.write(`error: Node v${version} does not give the committed bytes\n`);
  process.exitCode = 1;
}

await runCheck({ usage, flags: ['quick'], title: `Node ${version}`, main });
