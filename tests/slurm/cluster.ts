import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';

/** A real Slurm on this machine: one controller and two nodes, `n1` and `n2`, which the test may kill. */
export interface Cluster {
  /** What a command needs to speak with it. */
  env: NodeJS.ProcessEnv;
  nodes: readonly string[];
  /** Runs one of Slurm's commands. @returns what it printed. */
  slurm(command: string, ...args: string[]): string;
  /** Ends a node at once with everything that runs on it, as a failed power supply would. */
  killNode(name: string): void;
  startNode(name: string): void;
  /** Cancels every job and waits until no node has one. */
  clear(): Promise<void>;
  stopController(): Promise<void>;
  startController(): Promise<void>;
  /** Ends every daemon and every job, and removes all files. */
  stop(): void;
}

const searchPath = [process.env.PATH, '/usr/local/sbin', '/usr/sbin', '/sbin'].join(delimiter);
const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch'];
const nodes = ['n1', 'n2'] as const;
const cpusPerNode = 2;

const installed = (): boolean =>
  programs.every((name) => searchPath.split(delimiter).some((folder) => existsSync(join(folder, name))));

/** Installs what is missing with apt. @returns why that is not possible here, or null. */
function install(): string | null {
  if (process.platform !== 'linux') return 'Slurm runs on Linux only';
  if (installed()) return null;
  if (userInfo().uid !== 0) return 'Slurm is not installed, and only root may install it';
  if (!existsSync('/usr/bin/apt-get')) return 'Slurm is not installed, and there is no apt-get to install it with';
  console.error('Installing slurm-wlm and munge with apt-get, for the tests of the Slurm executor …');
  const lock = ['-o', 'DPkg::Lock::Timeout=300'];
  // Runlevel 1: the packages must not start daemons of their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]) =>
    execFileSync('apt-get', [...lock, ...args], { env, stdio: 'pipe', timeout: 300_000 });
  try {
    apt('update');
    apt('install', '--yes', '--no-install-recommends', 'slurm-wlm', 'munge');
  } catch (error) {
    return `apt-get could not install Slurm: ${(error as Error).message.split('\n')[0]}`;
  }
  return installed() ? null : 'Slurm is incomplete after its installation';
}

/** Ports that nobody uses at the moment. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve, reject) =>
        server.once('error', reject).listen(0, '127.0.0.1', () => resolve(server)),
      );
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function configuration(folder: string, [controller, ...ports]: number[]): string {
  const host = hostname().split('.')[0];
  const { username } = userInfo();
  const nodeLines = nodes.map(
    (name, i) =>
      `NodeName=${name} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${ports[i]} CPUs=${cpusPerNode} RealMemory=4000 State=UNKNOWN`,
  );
  return [
    'ClusterName=paper-factory',
    `SlurmctldHost=${host}(127.0.0.1)`,
    `SlurmctldPort=${controller}`,
    `SlurmUser=${username}`,
    `SlurmdUser=${username}`,
    'AuthType=auth/munge',
    // A requeued job waits until its old credential is void: two minutes, were it not for this.
    `AuthInfo=socket=${folder}/munge.socket,cred_expire=5`,
    `SlurmctldPidFile=${folder}/slurmctld.pid`,
    `SlurmdPidFile=${folder}/slurmd-%n.pid`,
    `SlurmctldLogFile=${folder}/slurmctld.log`,
    `SlurmdLogFile=${folder}/slurmd-%n.log`,
    `SlurmdSpoolDir=${folder}/spool-%n`,
    `StateSaveLocation=${folder}/state`,
    'MpiDefault=none',
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_CPU',
    'SchedulerType=sched/builtin',
    'SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0',
    'JobRequeue=1',
    'SlurmdTimeout=5',
    'MessageTimeout=5',
    'MinJobAge=5',
    'KillWait=2',
    'ReturnToService=2',
    'AccountingStorageType=accounting_storage/none',
    'JobAcctGatherType=jobacct_gather/none',
    ...nodeLines,
    `PartitionName=main Nodes=${nodes.join(',')} Default=YES MaxTime=INFINITE State=UP`,
    '',
  ].join('\n');
}

/** Numbers of processes whose environment holds every one of these entries. */
function processesWith(...entries: string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        const environment = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0');
        return entries.every((entry) => environment.includes(entry));
      } catch {
        return false; // ended, or another user's
      }
    })
    .map(Number);
}

function kill(...processes: number[]): void {
  for (const id of processes) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until something holds. @throws {Error} where that takes too long. */
export async function until(what: string, holds: () => boolean, seconds = 60): Promise<void> {
  for (const end = performance.now() + seconds * 1000; performance.now() < end; await pause(200)) {
    if (holds()) return;
  }
  throw new Error(`waited ${seconds} s in vain until ${what}`);
}

/** Starts a cluster of its own for the calling test file. @returns why that is not possible, where it is not. */
export async function startCluster(): Promise<Cluster | string> {
  const missing = install();
  if (missing !== null) return missing;
  const folder = mkdtempSync(join(tmpdir(), 'pf-slurm-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'state'));
  nodes.forEach((name) => mkdirSync(join(folder, `spool-${name}`)));
  writeFileSync(join(folder, 'munge.key'), randomBytes(1024), { mode: 0o600 });
  writeFileSync(join(folder, 'slurm.conf'), configuration(folder, await freePorts(1 + nodes.length)));
  // Marks every process of this cluster, so that its end takes these and no other.
  const mark = `SLURM_CONF=${folder}/slurm.conf`;
  const env = { ...process.env, PATH: searchPath, SLURM_CONF: join(folder, 'slurm.conf') };
  const { username } = userInfo();
  const daemons = new Map<string, ChildProcess>();

  const start = (name: string, program: string, ...args: string[]) => {
    const log = openSync(join(folder, `${name}.err`), 'a');
    daemons.set(name, spawn(program, args, { env, stdio: ['ignore', log, log] }));
    closeSync(log);
  };
  const slurm = (command: string, ...args: string[]) =>
    execFileSync(command, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const attempt = (command: string, ...args: string[]): string => {
    try {
      return slurm(command, ...args);
    } catch {
      return '';
    }
  };

  const cluster: Cluster = {
    env,
    nodes,
    slurm,
    startNode: (name) => start(name, 'slurmd', '-D', '-N', name),
    killNode(name) {
      kill(daemons.get(name)!.pid!);
      const jobs = processesWith(mark, `SLURMD_NODENAME=${name}`);
      // Those of a step are named by their files only: they lie in the node's folder.
      kill(...jobs.map(parentOf).filter((id) => commandOf(id).startsWith('slurmstepd')), ...jobs);
    },
    async clear() {
      attempt('scancel', '--user', username);
      const states = '--states=running,completing,pending,suspended';
      await until('no job is left', () => attempt('squeue', '--noheader', states).trim() === '', 30);
    },
    async startController() {
      start('slurmctld', 'slurmctld', '-D', '-i');
      await until('the controller answers', () => attempt('scontrol', 'ping').includes('UP'), 30);
    },
    async stopController() {
      const daemon = daemons.get('slurmctld')!;
      const ended = new Promise((resolve) => daemon.once('exit', resolve));
      daemon.kill('SIGTERM');
      await ended;
    },
    stop() {
      kill(...processesWith(mark));
      // What was just being started has been missed.
      kill(...processesWith(mark));
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };

  process.once('exit', cluster.stop);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  const file = (name: string) => join(folder, name);
  start(
    'munged',
    'munged',
    '--foreground',
    `--key-file=${file('munge.key')}`,
    `--socket=${file('munge.socket')}`,
    `--pid-file=${file('munged.pid')}`,
    `--log-file=${file('munged.log')}`,
    `--seed-file=${file('munged.seed')}`,
  );
  await until('munge listens', () => existsSync(file('munge.socket')), 20);
  await cluster.startController();
  nodes.forEach((name) => cluster.startNode(name));
  const idle = () =>
    attempt('sinfo', '--noheader', '--Node', '--format=%N %T') === nodes.map((n) => `${n} idle\n`).join('');
  await until('both nodes are idle', idle, 30);
  return cluster;
}

function parentOf(id: number): number {
  try {
    return Number(readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]);
  } catch {
    return 0;
  }
}

function commandOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
