import { z } from 'zod';
import { list, relativePath, text } from './ids.ts';

/** `{seed}`, `{params.rate}`: a name in braces. `{{seed}}` stands for the text `{seed}`; other braces are plain text. */
export const placeholderPattern = /\{\{([a-z][\w.]*)\}\}|\{([a-z][\w.]*)\}/gi;

/** What a placeholder may name, beside `params.NAME`. */
export const placeholderNames = ['seed', 'output', 'checkpoint', 'root', 'threads'] as const;

function isKnownPlaceholder(name: string): boolean {
  return name.startsWith('params.') || (placeholderNames as readonly string[]).includes(name);
}

/** Names of the placeholders in an argument, in order. */
export function placeholdersOf(argument: string): string[] {
  return [...argument.matchAll(placeholderPattern)].flatMap(([, , name]) => (name === undefined ? [] : [name]));
}

const knownNames = `${placeholderNames.map((name) => `{${name}}`).join(', ')} and {params.NAME}`;

const program = z.string().refine((name) => name !== '' && !name.includes('\0'), 'must name a program');
const plainArgument = z.string().refine((argument) => !argument.includes('\0'), 'must not hold a zero byte');
const argument = plainArgument.superRefine((value, context) => {
  for (const name of placeholdersOf(value)) {
    if (isKnownPlaceholder(name)) continue;
    const message = `{${name}} is no placeholder; expected ${knownNames}; write {{${name}}} for the text itself`;
    context.addIssue({ code: 'custom', message });
  }
});

const plainCommand = z.tuple([program], plainArgument);

/** Formats that metrics are read from. */
export const metricsFormat = z.enum(['metrics-json', 'dvclive', 'mlflow', 'wandb', 'tensorboard', 'csv']);

/** A path that the engine must be able to name in messages and manifests. */
const outputPath = relativePath.refine((path) => !path.startsWith('./'), 'must be written without "./"');

export const commandSchema = z
  .strictObject({
    run: z.tuple([program], argument).meta({
      description: `Program and its arguments, one item each; no shell reads them. Placeholders: ${knownNames}`,
    }),
    inputs: list(relativePath, 'Files and folders in the root that the program reads; their bytes are part of the key'),
    metrics: z
      .strictObject({
        format: metricsFormat.optional().meta({ description: 'Who wrote them; detected where left out' }),
        path: outputPath
          .default('metrics.json')
          .meta({ description: 'File or folder in the output folder that the program writes its metrics to' }),
      })
      .prefault({})
      .meta({ description: 'Where the numbers are' }),
    threads: z.int().min(1).default(1).meta({
      description:
        'Threads the program may use (OMP_NUM_THREADS and its like). Sums over other threads round otherwise',
    }),
    requires: list(
      z.strictObject({
        run: plainCommand.meta({ description: 'Program and arguments that end with code 0 where it is there' }),
        install: text('How to get it, e.g. pip install torch'),
      }),
      'What a machine must have; where it does not, the experiment is skipped and not failed',
    ),
    environment: z
      .strictObject({
        variables: list(
          z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable'),
          'Variables to pass on. Names are recorded; values only of those that hold no secret',
        ),
        versions: list(plainCommand, 'Commands whose output is recorded in the provenance; no part of the key'),
      })
      .prefault({})
      .meta({ description: 'What of the machine the program sees and the provenance records' }),
  })
  .meta({ description: 'Any program, for `runner: command`' });

export const commandEnvironmentSchema = z
  .strictObject({
    variables: z
      .array(
        z.strictObject({
          name: text('Name of the variable'),
          value: z.string().nullable().meta({ description: 'Value, or null where it may be a secret or was not set' }),
          set: z.boolean().meta({ description: 'Whether it was set' }),
        }),
      )
      .meta({ description: 'Variables passed on' }),
    versions: z
      .array(
        z.strictObject({
          run: z.array(z.string()).meta({ description: 'Program and arguments' }),
          output: text('What it printed, shortened, or why it did not run'),
        }),
      )
      .meta({ description: 'Output of the declared commands' }),
  })
  .meta({ description: 'Environment of an external program; never compared' });

export type CommandConfig = z.infer<typeof commandSchema>;
export type CommandEnvironment = z.infer<typeof commandEnvironmentSchema>;
export type MetricsFormat = z.infer<typeof metricsFormat>;
