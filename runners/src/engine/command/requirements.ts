import type { CommandConfig } from '../../schema/index.ts';
import { canonicalJson } from '../canonical.ts';
import { commandEnv } from './environment.ts';
import { probe } from './probe.ts';

/** What was found here: an import may take seconds, and every profile and experiment asks again. */
const found = new Set<string>();

/**
 * Why this machine cannot run a command, or null where it can. A machine without what an experiment requires is no fault
 * of the experiment: it is skipped, and its committed result stays.
 * @param root Absolute; the requirements run in it.
 */
export async function missingRequirement(
  root: string,
  command: CommandConfig,
  machine: NodeJS.ProcessEnv = process.env,
): Promise<string | null> {
  const env = commandEnv(command, machine);
  for (const { run, install } of command.requires) {
    const question = canonicalJson([root, run, env]);
    if (found.has(question)) continue;
    const { ok, problem } = await probe(run, root, env);
    if (ok) found.add(question);
    else return `needs \`${run.join(' ')}\` to work here (${problem}). Get it with: ${install}`;
  }
  return null;
}
