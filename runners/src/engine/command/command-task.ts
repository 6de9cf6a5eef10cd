import { join } from 'node:path';
import { UserError, type CommandConfig, type CommandEnvironment, type Executed } from '../../schema/index.ts';
import { isOwnRunner } from '../modules.ts';
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
  /** Digest of the declared data and of each input that the key was made with. */
  inputs: Record<string, string>;
  /** Path of the logs of its runs, without what tells them apart. Absolute. */
  log: string;
}

/** What computes the runs of a task: the chosen backend, or a program in its place. */
export const computedBy = ({ config }: Task, backend: Executed['backend']): Executed['backend'] =>
  config.command ? { name: 'command', version: config.command.run[0] } : backend;

/** Why a root does not let a task run, or null where it does. */
export function whyRefused({ settings }: Workspace, { id, config: { command, runner } }: Task): UserError | null {
  if (command !== null && settings.commands !== 'allow') {
    return new UserError(`experiment ${id} runs the program ${command.run[0]}, which this root does not allow`, {
      hint: 'Read what it runs in its config; where you trust it, add `commands: allow` to factory.config.yaml.',
    });
  }
  if (isOwnRunner(runner) && settings.modules !== 'allow') {
    return new UserError(`experiment ${id} runs the module ${runner}, which this root does not allow`, {
      hint: 'Read it; where you trust the modules of this root, add `modules: allow` to factory.config.yaml.',
    });
  }
  return null;
}

/**
 * Looks whether a task with a command may and can run here.
 * @param data Digests of its declared data and inputs.
 * @returns The task for its runs, null where its runner is another one, or why it is skipped here.
 * @throws {UserError} where its inputs cannot be right.
 */
export async function prepareCommand(
  workspace: Workspace,
  task: Task,
  data: Record<string, string>,
): Promise<CommandTask | null | { skipped: string }> {
  const { root } = workspace;
  const { id, profile } = task;
  const { command } = task.config;
  if (command === null) return null;
  if (process.platform === 'win32') {
    throw new UserError('runner: command needs process groups, which Windows does not have', { hint: 'Use WSL.' });
  }
  checkInputs(root, command);
  const skipped = await missingRequirement(root, command);
  if (skipped !== null) return { skipped };
  return { root, command, inputs: data, log: join(places.logs(root), `${id}-${profile}`) };
}

/** Asks, once, what is told of the machine that a task's programs run on; null for other runners. */
export function environmentOf({ root }: Workspace, { config }: Task): () => Promise<CommandEnvironment | null> {
  let asked: Promise<CommandEnvironment> | null = null;
  return async () => config.command && (await (asked ??= captureEnvironment(root, config.command)));
}
