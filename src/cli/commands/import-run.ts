import { resolve } from 'node:path';
import { loadRoot } from '../../content/load-root.ts';
import { UsageError, type Command, type Values } from '../command.ts';
import { findRoot } from '../root.ts';

const text = (value: Values[string]): string | undefined => (value === undefined ? undefined : String(value));

export const importRun: Command = {
  name: 'import-run',
  summary: 'turns a run of an experiment tracker into an imported result and a draft log',
  usage: 'PATH',
  positionals: true,
  options: {
    id: { type: 'string', value: 'ID', help: 'Id of the experiment (default: from the name of the run)' },
    format: { type: 'string', value: 'FORMAT', help: 'What wrote it (default: found out by the names of files)' },
    title: { type: 'string', value: 'TITLE', help: 'Title of the log (default: the name of the run)' },
    suite: { type: 'string', value: 'SUITE', help: 'Suite of the experiment (default: imported)' },
    track: { type: 'string', value: 'LETTER', help: 'Track that the log belongs to' },
    json: { type: 'boolean', help: 'What was written and left out as one JSON object' },
  },
  examples: [
    'import-run wandb/offline-run-20260101_120000-abcd1234 --id wide-mlp --track B',
    'import-run mlruns',
    'import-run lightning_logs/version_0/metrics.csv --id baseline',
  ],
  async details() {
    const { trackers } = await import('@paper-factory/runners/trackers');
    const rows = Object.values(trackers).map(({ name, expects }) => `  ${name.padEnd(12)}  ${expects}`);
    return ['Formats:', ...rows, '', 'Nothing is executed, and nothing that is there is overwritten.'];
  },
  async run(values, positionals, terminal) {
    if (positionals.length !== 1) {
      throw new UsageError(`${positionals.length} paths are given; expected one, of a run`, {
        hint: 'See `paper-factory import-run --help`.',
      });
    }
    const { readTracked, trackerNames } = await import('@paper-factory/runners/trackers');
    const format = trackerNames.find((name) => name === values.format);
    if (values.format !== undefined && !format) {
      throw new UsageError(`there is no format "${values.format}"`, { hint: `Known: ${trackerNames.join(', ')}.` });
    }
    const loaded = loadRoot(findRoot(values, terminal));
    const path = resolve(terminal.cwd, positionals[0]);
    const run = readTracked(path, format);
    const { planImport } = await import('../../importers/plan-import.ts');
    const { writeNew } = await import('../../importers/write-new.ts');
    const options = {
      ...{ id: text(values.id), title: text(values.title), suite: text(values.suite), track: text(values.track) },
    };
    const { id, files, metrics, curves } = planImport(loaded, run, path, options, new Date());
    writeNew(loaded.root, files);
    const { tracker, unusable, notes } = run;
    if (values.json) {
      terminal.out(`${JSON.stringify({ id, tracker, files: [...files.keys()], metrics, unusable, notes }, null, 2)}\n`);
      return 0;
    }
    const remarks = [...unusable.map(({ name, value, where }) => `${name} is ${value} (${where}): left out`), ...notes];
    terminal.out(
      [
        `Imported ${metrics.length} metrics and ${curves} curves of ${run.name} from ${tracker} as ${id}:`,
        ...[...files.keys()].map((file) => `  ${file}`),
        ...remarks.map((remark) => `Note: ${remark}.`),
        `Next: look through the parameters in experiments/${id}/config.yaml before you publish them, write the question`,
        `and the meaning in content/experiments/${id}.md, then run \`paper-factory check\`.`,
        '',
      ].join('\n'),
    );
    return 0;
  },
};
