import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { UserError } from '../../../runners/src/schema/user-error.ts';
import { readTracked } from '../../../runners/src/trackers/index.ts';
import { fixtures, scratchFolder } from './test-tracker.ts';

interface Fault {
  what: string;
  /** Texts by path, or fixtures that are copied to a path: `{ a: 'fixture:mlflow/run' }`. */
  files: Record<string, string>;
  read: string;
  error: RegExp;
  hint: RegExp;
}

const meta = 'run_id: abc\nrun_name: small\nstatus: 3\n';

const faults: Fault[] = [
  { what: 'nothing', files: {}, read: 'a', error: /there is nothing at .*a$/, hint: /Check the path/ },
  {
    what: 'an unknown file',
    files: { 'a.txt': 'loss 1' },
    read: 'a.txt',
    error: /a\.txt is no run of a known tracker/,
    hint: /Known: metrics-json \(a \.json file .*; csv \(/,
  },
  {
    what: 'two trackers in one folder',
    files: { a: 'fixture:dvclive/run', 'a/events': 'fixture:tensorboard/run' },
    read: 'a',
    error: /a holds runs of dvclive and tensorboard/,
    hint: /format "dvclive" or "tensorboard"/,
  },
  {
    what: 'a store of two MLflow runs',
    files: {
      'a/1/x/meta.yaml': meta,
      'a/1/x/metrics/loss': '1 2 3\n',
      'a/1/y/meta.yaml': meta,
      'a/1/y/metrics/loss': '1 2 3\n',
    },
    read: 'a',
    error: /a holds 2 MLflow runs: 1\/x, 1\/y/,
    hint: /Name one of them/,
  },
  {
    what: 'two W&B runs',
    files: { 'a/one': 'fixture:wandb/run', 'a/two': 'fixture:wandb/diverged' },
    read: 'a',
    error: /a holds 2 W&B runs: one\/offline-run-.*\.wandb, two\/offline-run-.*\.wandb/,
    hint: /Name one of them/,
  },
  {
    what: 'two TensorBoard runs',
    files: { 'a/one': 'fixture:tensorboard/run', 'a/two': 'fixture:tensorboard/diverged' },
    read: 'a',
    error: /a holds 2 TensorBoard runs: one, two/,
    hint: /Name one of them/,
  },
  {
    what: 'two names that become one',
    files: { 'a.csv': 'step,val/loss,val_Loss\n0,1,2\n' },
    read: 'a.csv',
    error: /a\.csv has the metrics "val\/loss" and "val_Loss"; both would be called "val_loss"/,
    hint: /differ/,
  },
  {
    what: 'the wrong magic number of W&B',
    files: { 'run-a.wandb': ':W&C 0123456789' },
    read: 'run-a.wandb',
    error: /run-a\.wandb is no log of W&B: it does not begin with ":W&B"/,
    hint: /offline run/,
  },
  {
    what: 'an event file that is text',
    files: { 'events.out.tfevents.1': 'step,loss\n0,1\n1,2\n' },
    read: 'events.out.tfevents.1',
    error: /events\.out\.tfevents\.1 is no event file/,
    hint: /tfevents/,
  },
  {
    what: 'text among numbers of a CSV',
    files: { 'a.csv': 'step;loss\n0;0.5\n1;0,4\n' },
    read: 'a.csv',
    error: /a\.csv:3: loss is "0,4"; expected a number/,
    hint: /decimal point/,
  },
  {
    what: 'a short row within a CSV',
    files: { 'a.csv': 'step,loss\n0\n1,2\n' },
    read: 'a.csv',
    error: /a\.csv:2: 1 cells; the header has 2/,
    hint: /one cell for each column/,
  },
  {
    what: 'a column twice',
    files: { 'a.csv': 'loss,loss\n0,1\n' },
    read: 'a.csv',
    error: /a\.csv:1: the column "loss" stands twice/,
    hint: /once/,
  },
  {
    what: 'a column without a name',
    files: { 'a.csv': 'loss,\n0,1\n' },
    read: 'a.csv',
    error: /a\.csv:1: column 2 has no name/,
    hint: /Name every/,
  },
  {
    what: 'an open quote',
    files: { 'a.csv': 'step,loss\n0,"1\n' },
    read: 'a.csv',
    error: /a\.csv:\d: expected CSV/,
    hint: /quotes/,
  },
  {
    what: 'a CSV of text only',
    files: { 'a.csv': 'name,kind\na,b\n' },
    read: 'a.csv',
    error: /a\.csv holds no scalar/,
    hint: /at least one number/,
  },
  {
    what: 'a header only',
    files: { 'a.csv': 'step,loss\n' },
    read: 'a.csv',
    error: /a\.csv has no row below its header/,
    hint: /a row for each step/,
  },
  {
    what: 'a bad line of an MLflow metric',
    files: { 'a/meta.yaml': meta, 'a/metrics/loss': '1 0.5 0\nx y\n' },
    read: 'a',
    error: /metrics\/loss:2: "x y"; expected a timestamp, a value and a step/,
    hint: /remove the line/,
  },
  {
    what: 'a meta.yaml of no run',
    files: { 'a/meta.yaml': 'name: x\n', 'a/metrics/loss': '1 0.5 0\n' },
    read: 'a',
    error: /meta\.yaml: expected the meta\.yaml of a run \(run_id: /,
    hint: /Copy the whole run folder/,
  },
  {
    what: 'a meta.yaml that is no YAML',
    files: { 'a/meta.yaml': 'run_id: [\n', 'a/metrics/loss': '1 0.5 0\n' },
    read: 'a',
    error: /meta\.yaml: expected the meta\.yaml of a run \(/,
    hint: /Copy the whole run folder/,
  },
  {
    what: 'a run without a metric',
    files: { 'a/meta.yaml': meta, 'a/params/lr': '1' },
    read: 'a',
    error: /a holds no scalar/,
    hint: /at least one number/,
  },
  {
    what: 'a params.yaml of DVCLive that is no YAML',
    files: { 'a/metrics.json': '{"loss": 1}', 'a/params.yaml': 'a: [\n' },
    read: 'a',
    error: /params\.yaml: expected YAML/,
    hint: /mend the file/,
  },
  {
    what: 'a course of DVCLive without steps',
    files: { 'a/plots/metrics/loss.tsv': 'loss\n1\n' },
    read: 'a',
    error: /loss\.tsv:1: expected the columns step and loss/,
    hint: /log again/,
  },
  {
    what: 'JSON that is cut',
    files: { 'a.json': '{\n "metrics": {\n  "r2": 0.' },
    read: 'a.json',
    error: /a\.json:3: expected JSON/,
    hint: /stopped while it wrote/,
  },
  {
    what: 'JSON without metrics',
    files: { 'a.json': '{"r2": 0.7}' },
    read: 'a.json',
    error: /a\.json(:1)?: metrics is nothing; /,
    hint: /importing-runs\.md/,
  },
  {
    what: 'JSON with no metric',
    files: { 'a.json': '{"metrics": []}' },
    read: 'a.json',
    error: /a\.json:1: metrics is \[\]; must name at least one metric/,
    hint: /importing-runs\.md/,
  },
  {
    what: 'a metric that is text',
    files: { 'a.json': '{"metrics": {\n"r2": "0.7"}}' },
    read: 'a.json',
    error: /a\.json:2: metrics\.r2 is "0\.7"; .*expected number/,
    hint: /importing-runs\.md/,
  },
  {
    what: 'a bare NaN in a list',
    files: { 'a.json': '{"metrics": [\n{"name": "ok", "value": 1},\n{"name": "r2",\n "value": NaN}]}' },
    read: 'a.json',
    error: /a\.json:4: metrics\[1\] \("r2"\)\.value is NaN; expected a finite number/,
    hint: /mend the program/,
  },
  {
    what: 'an infinity',
    files: { 'a.json': '{"metrics": {"r2": -Infinity}}' },
    read: 'a.json',
    error: /metrics\.r2 is -Infinity; expected a finite number/,
    hint: /mend the program/,
  },
  {
    what: 'a number beyond all numbers',
    files: { 'a.json': '{"metrics": {"r2": 1e999}}' },
    read: 'a.json',
    error: /metrics\.r2 is Infinity; expected a finite number/,
    hint: /mend the program/,
  },
  {
    what: 'an unknown split',
    files: { 'a.json': '{"metrics": [{"name": "r2", "value": 1, "split": "val"}]}' },
    read: 'a.json',
    error: /metrics\[0\] \("r2"\)\.split is "val"; .*"validation"/,
    hint: /importing-runs\.md/,
  },
  {
    what: 'an unknown key',
    files: { 'a.json': '{"metrics": {"r2": 1}, "metric": 1}' },
    read: 'a.json',
    error: /a\.json.*"metric"/,
    hint: /importing-runs\.md/,
  },
  {
    what: 'a curve of two lengths',
    files: { 'a.json': '{"metrics": {"r2": 1}, "curves": [{"name": "loss", "x": [1, 2], "y": [1]}]}' },
    read: 'a.json',
    error: /curves\[0\].* x and y must have the same length/,
    hint: /importing-runs\.md/,
  },
  {
    what: 'one metric twice in one scope',
    files: {
      'a.json': '{"metrics": [{"name": "r2", "value": 1}, {"name": "r2", "value": 2}]}',
    },
    read: 'a.json',
    error: /a\.json has the metric "r2" twice/,
    hint: /scope/,
  },
];

suite('a run that cannot be read', () => {
  const scratch = scratchFolder();
  for (const [at, { what, files, read, error, hint }] of faults.entries()) {
    test(what, () => {
      const folder = join(scratch, String(at));
      mkdirSync(folder);
      for (const [path, text] of Object.entries(files)) {
        const file = join(folder, path);
        mkdirSync(dirname(file), { recursive: true });
        if (text.startsWith('fixture:')) cpSync(join(fixtures, text.slice(8)), file, { recursive: true });
        else writeFileSync(file, text);
      }
      assert.throws(
        () => readTracked(join(folder, read)),
        (thrown: unknown) => {
          assert.ok(thrown instanceof UserError, String((thrown as Error).stack));
          assert.match(thrown.message, error);
          assert.match(thrown.hint, hint);
          return true;
        },
      );
    });
  }
});
