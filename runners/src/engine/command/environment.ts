import type { CommandConfig, CommandEnvironment } from '../../schema/index.ts';
import { probe } from './probe.ts';

/** What nearly every program needs of the machine; anything else must be declared. */
const always = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR'];

/** What numerical libraries read their number of threads from. */
const threadVariables = [
  'OMP_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'MKL_NUM_THREADS',
  'BLIS_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
  'NUMEXPR_NUM_THREADS',
  'RAYON_NUM_THREADS',
  'JULIA_NUM_THREADS',
];

// By name, since a value does not tell: nobody hides a password in these.
const harmless =
  /^(CUDA_VISIBLE_DEVICES|CUDA_DEVICE_ORDER|CUBLAS_WORKSPACE_CONFIG|PYTHONHASHSEED|TZ|LC_[A-Z]+|LANGUAGE|JAX_PLATFORMS|JAX_ENABLE_X64|TF_DETERMINISTIC_OPS|TF_CPP_MIN_LOG_LEVEL|[A-Z]+_NUM_THREADS)$/;

/** The environment of a program: little of the machine's, so that what is not declared cannot decide a number. */
export function commandEnv(command: CommandConfig, machine: NodeJS.ProcessEnv): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of [...always, ...command.environment.variables]) {
    const value = machine[name];
    if (value !== undefined) env[name] = value;
  }
  for (const name of threadVariables) env[name] ??= String(command.threads);
  // Else progress would wait in a buffer until the end.
  env.PYTHONUNBUFFERED = '1';
  return env;
}

const longestOutput = 16_384;

/**
 * What a provenance tells of the machine. It is committed, so it holds no secret: values only of variables known to hold
 * none; in what programs print, passwords in addresses go, and the paths of the root and of the home folder.
 * @param root Absolute; the commands run in it.
 */
export async function captureEnvironment(
  root: string,
  command: CommandConfig,
  machine: NodeJS.ProcessEnv = process.env,
): Promise<CommandEnvironment> {
  const { variables, versions } = command.environment;
  const env = commandEnv(command, machine);
  const places = [[root, '.'] as const, ...(env.HOME && env.HOME !== '/' ? [[env.HOME, '~'] as const] : [])];
  const publish = (text: string) =>
    places.reduce((all, [path, sign]) => all.replaceAll(path, sign), text).replace(/:\/\/[^\s/@]+@/g, '://');
  return {
    variables: variables.map((name) => {
      const value = machine[name];
      return { name, set: value !== undefined, value: value !== undefined && harmless.test(name) ? value : null };
    }),
    versions: await Promise.all(
      versions.map(async (run) => {
        const { ok, output, problem } = await probe(run, root, env);
        const text = publish(ok ? output : [problem, output].filter(Boolean).join(': '));
        return { run, output: text.length > longestOutput ? `${text.slice(0, longestOutput)}…` : text };
      }),
    ),
  };
}
