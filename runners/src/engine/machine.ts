import { cpus } from 'node:os';
import type { CommandEnvironment } from '../schema/index.ts';

/** What names a class of machines; arguments so that a test needs no other one. */
export interface MachineFacts {
  platform: string;
  arch: string;
  /** As the system names its first processor; empty or `unknown` on some. */
  processor: string;
}

const thisMachine = (): MachineFacts => ({
  platform: process.platform,
  arch: process.arch,
  processor: cpus()[0]?.model ?? '',
});

/**
 * The class of a machine, e.g. `linux-x64 AMD EPYC 9B14`: what can move a number, and neither its name nor its clock,
 * which would tell one machine from another.
 */
export function machineClass({ platform, arch, processor }: MachineFacts = thisMachine()): string {
  const model = processor
    .replace(/\((?:R|TM|C)\)/gi, '')
    .replace(/\s(?:CPU\s*)?@.*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return [`${platform}-${arch}`, ...(model && model !== 'unknown' ? [model] : [])].join(' ');
}

/** When and where something was executed. */
export interface Origin {
  /** UTC. */
  date: string;
  machine: string;
  node: string;
  platform: string;
  /** What a program ran with; null for a runner of the engine, and where it was not kept. */
  environment: CommandEnvironment | null;
}

/** This machine, now. */
export const originHere = (now: Date, environment: Origin['environment']): Origin => ({
  date: now.toISOString(),
  machine: machineClass(),
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
  environment,
});
