import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createSlurmClient, type Call } from '../../runners/src/engine/slurm/client.ts';
import { jobComment, purposeOf, type JobPurpose } from '../../runners/src/engine/slurm/job-comment.ts';
import { parseQueue, phaseOf } from '../../runners/src/engine/slurm/queue.ts';

// Printed by squeue 22.05 in the format of `queueFormat`.
const printed = `1|0|RUNNING|None|n1|paper-factory 1234 20261121-171200 line-fit/smoke 0
1|1|PENDING|Resources||paper-factory 1234 20261121-171200 line-fit/smoke 0
2|N/A|PENDING|Dependency||paper-factory 1234 20261121-171200 line-fit/smoke conclude
7|N/A|FAILED|NonZeroExitCode|n2|somebody's | own
8|N/A|COMPLETED|None|n[1-2]|(null)
`;

suite('what squeue prints', () => {
  test('elements, single jobs and foreign comments are told apart', () => {
    const comment = 'paper-factory 1234 20261121-171200 line-fit/smoke';
    assert.deepEqual(parseQueue(printed), [
      { job: '1', element: 0, state: 'RUNNING', reason: '', node: 'n1', comment: `${comment} 0` },
      { job: '1', element: 1, state: 'PENDING', reason: 'Resources', node: '', comment: `${comment} 0` },
      { job: '2', element: null, state: 'PENDING', reason: 'Dependency', node: '', comment: `${comment} conclude` },
      { job: '7', element: null, state: 'FAILED', reason: 'NonZeroExitCode', node: 'n2', comment: "somebody's | own" },
      { job: '8', element: null, state: 'COMPLETED', reason: '', node: 'n[1-2]', comment: '(null)' },
    ]);
  });

  test('lines of another form are passed over', () => {
    assert.deepEqual(parseQueue('\nslurm_load_jobs error: x\nJOBID|a|b\n'), []);
  });

  const phases: [string, string][] = [
    ['PENDING', 'waiting'],
    ['REQUEUED', 'waiting'],
    ['SUSPENDED', 'waiting'],
    ['RUNNING', 'running'],
    ['COMPLETING', 'running'],
    ['COMPLETED', 'completed'],
    ['TIMEOUT', 'lost'],
    ['OUT_OF_MEMORY', 'lost'],
    ['NODE_FAIL', 'lost'],
    ['A_STATE_OF_TOMORROW', 'lost'],
  ];
  for (const [state, phase] of phases) test(`${state} means ${phase}`, () => assert.equal(phaseOf(state), phase));
});

suite('the comment of a job', () => {
  const purpose: JobPurpose = { submission: '20261121-171200', task: 'line-fit/smoke', part: 1000 };
  const commented = (comment: string) => ({ job: '1', element: 0, state: 'PENDING', reason: '', node: '', comment });

  test('says again what it was made from', () => {
    for (const one of [purpose, { ...purpose, part: 'conclude' as const }]) {
      assert.deepEqual(purposeOf('/lab', commented(jobComment('/lab', one))), one);
    }
  });

  test('is nobody else’s', () => {
    assert.equal(purposeOf('/other', commented(jobComment('/lab', purpose))), null);
    assert.equal(purposeOf('/lab', commented('(null)')), null);
  });
});

suite('speaking with Slurm', () => {
  const answering = (failed: boolean, out: string, err = ''): { call: Call; asked: string[][] } => {
    const asked: string[][] = [];
    const call: Call = async (command, args) => {
      asked.push([command, ...args]);
      return { failed, out, err };
    };
    return { call, asked };
  };

  test('a job is known by its number, on a federation too', async () => {
    const { call, asked } = answering(false, '12;east\n');
    assert.equal(await createSlurmClient(call).submit('a.sbatch', ['3', '4']), '12');
    assert.deepEqual(asked, [['sbatch', '--parsable', '--dependency=afterok:3:4', 'a.sbatch']]);
  });

  const refusals: [title: string, err: string, message: RegExp, hint: RegExp][] = [
    [
      'a controller that is down',
      'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)',
      /^Slurm could not take a job: Batch job submission failed: Unable to contact slurm controller \(connect failure\)$/,
      /controller of Slurm is down/,
    ],
    [
      'an invalid partition',
      'sbatch: error: invalid partition specified: x\nsbatch: error: Batch job submission failed: Invalid partition name specified\n',
      /^Slurm could not take a job: invalid partition specified: x; Batch job submission failed: Invalid partition/,
      /`slurm:` in factory.config.yaml/,
    ],
    ['silence', '', /it gave no reason/, /./],
  ];
  for (const [title, err, message, hint] of refusals) {
    test(`${title} is one clear error`, async () => {
      const client = createSlurmClient(answering(true, '', err).call);
      await assert.rejects(client.submit('a.sbatch', []), (error: Error & { hint: string }) => {
        assert.match(error.message, message);
        assert.match(error.hint, hint);
        return error.name === 'UserError';
      });
    });
  }

  test('text that is no job number is refused', async () => {
    const client = createSlurmClient(answering(false, 'Welcome to the cluster!\n').call);
    await assert.rejects(client.submit('a.sbatch', []), /Welcome to the cluster!/);
  });

  test('nothing is cancelled where there is nothing to cancel', async () => {
    const { call, asked } = answering(false, '');
    await createSlurmClient(call).cancel([]);
    assert.deepEqual(asked, []);
  });

  test('the longest array is that of the cluster, or Slurm’s default', async () => {
    assert.equal(await createSlurmClient(answering(false, 'MaxArraySize            = 50\n').call).maxArraySize(), 50);
    assert.equal(await createSlurmClient(answering(true, '').call).maxArraySize(), 1001);
  });
});
