import { join } from 'node:path';
import { UserError, type CommandConfig, type CommandEnvironment, type Executed } from '../../schema/index.ts';
import type { Task } from '../plan.ts';
import { places, type Workspace } from '../workspace.ts';
import { captureEnvironment } from './environment.ts';
import { checkInputs } from './inputs.ts';
import { missingRequirement } from './requirements.ts';

/** What the runs of a `runner: command` have in common, beside what every run has. */
export interface CommandTask {
  /** Absolute. */
  root: string;
  command: CommandConfig;
  /** Digest of each input that the key was made with. */
  inputs: Record<string, string>;
  /** Path of the logs of its runs, without what tells them apart. Absolute. */
  log: string;
}

/** What computed a result of a program, in the place of a backend: it has none of ours. */
export const commandBackend = ({ run: [name] }: CommandConfig): Executed['backend'] => ({
  name: 'command',
  version: name,
});

/**
 * Looks whether a task with a command may and can run here.
 * @param data Digests of its declared data and inputs.
 * @returns The task for its runs, null where its runner is another one, or why it is skipped here.
 * @throws {UserError} where the root does not allow commands, or its inputs cannot be right.
 */
export async function prepareCommand(
  { root, settings }: Workspace,
  { id, profile, config: { command } }: Task,
  data: Record<string, string>,
): Promise<CommandTask | null | { skipped: string }> {
  if (command === null) return null;
  if (settings.commands !== 'allow') {
    throw new UserError(`experiment ${id} runs the program ${command.run[0]}, which this root does not allow`, {
      hint: 'Read what it runs in its config; where you trust it, add `commands: allow` to factory.config.yaml.',
    });
  }
  if (process.platform === 'win32') {
    throw new UserError('runner: command needs process groups, which Windows does not have', { hint: 'Use WSL.' });
  }
  checkInputs(root, command);
  const skipped = await missingRequirement(root, command);
  if (skipped !== null) return { skipped };
  const inputs = Object.fromEntries(command.inputs.map((path) => [path, data[path]]));
  return { root, command, inputs, log: join(places.logs(root), `${id}-${profile}`) };
}

/** What the provenance tells of the machine that a task's programs ran on; null for other runners. */
export async function environmentOf({ root }: Workspace, { config }: Task): Promise<CommandEnvironment | null> {
  return config.command && captureEnvironment(root, config.command);
}
