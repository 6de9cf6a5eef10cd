import { z } from 'zod';

/** One word of Slurm's: it can end neither its option nor its line. */
const word = (description: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.,:@+=/()-]*$/, 'must be one word of letters, digits and _ . , : @ + = / ( ) -')
    .meta({ description });

/** One line of shell, which is run as it is written. */
const shellLine = z
  .string()
  .min(1)
  .regex(/^[^\n\r\0]*$/, 'must be one line');

export const slurmSchema = z
  .strictObject({
    partition: word('Partition, or several with commas').optional(),
    account: word('Account to charge').optional(),
    qos: word('Quality of service').optional(),
    gres: word('Generic resources of each run, e.g. gpu:1').optional(),
    constraint: z
      .string()
      .regex(/^[A-Za-z0-9_([][A-Za-z0-9_.,&|*!()[\]-]*$/, 'must be features joined with & or |, without spaces')
      .optional()
      .meta({ description: 'Features a node must have, e.g. avx2&ssd' }),
    time: z
      .string()
      .regex(/^(\d+-\d{1,2}(:\d{1,2}){0,2}|\d+(:\d{1,2}){0,2})$/, 'must be a time like 90, 2:30:00 or 1-12:00:00')
      .optional()
      .meta({
        description: 'Longest time of one run: minutes, H:MM:SS or D-HH:MM:SS (default: that of the partition)',
      }),
    cpusPerTask: z.int().min(1).max(4096).optional().meta({ description: 'Cores of each run (default: 1)' }),
    memory: z
      .string()
      .regex(/^\d+[KMGT]?$/, 'must be a size like 4G or 1500M')
      .optional()
      .meta({ description: 'Memory of each run (default: 1.5 times what the last one took, or memoryMiB)' }),
    maxConcurrent: z.int().min(1).optional().meta({ description: 'Runs of one experiment at one time' }),
    prologue: z
      .array(shellLine)
      .optional()
      .meta({ description: 'Lines of shell before each run, e.g. module load or conda activate' }),
    wrapper: shellLine
      .optional()
      .meta({ description: 'Shell words before the command of each run, e.g. apptainer exec image.sif' }),
    scratch: z
      .string()
      .regex(
        /^(\/|\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\})([A-Za-z0-9_./@+-]|\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\})*$/,
        'must be an absolute path or begin with a variable, e.g. $TMPDIR/paper-factory',
      )
      .optional()
      .meta({ description: 'Folder of a node for simulated data, variables allowed (default: in the root)' }),
    node: z
      .string()
      .regex(/^[^\n\r\0]+$/, 'must be one line')
      .optional()
      .meta({ description: 'Path of Node.js on the nodes (default: the path of the one that submits)' }),
    options: z
      .array(z.string().regex(/^--[a-z][a-z-]*(=[^\n\r\0]*)?$/, 'must be one option like --mail-type=END'))
      .optional()
      .meta({ description: 'More options of sbatch, one each, as they would stand behind #SBATCH' }),
  })
  .meta({ description: 'How jobs of `reproduce --executor slurm` are submitted' });

export type SlurmSettings = z.infer<typeof slurmSchema>;
