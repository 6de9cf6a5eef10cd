import { formatFindings } from '../../content/format-findings.ts';
import { type Command, type Terminal, UsageError, type Values } from '../command.ts';
import { runGate } from '../gate.ts';
import { verdictCounts } from '../judgement.ts';
import { findRoot } from '../root.ts';
import { formatTable } from '../table.ts';

export const check: Command = {
  name: 'check',
  summary: 'reports every fault of every file, how the claims stand and the maturity of each track',
  options: {
    claims: { type: 'boolean', help: 'Also list every claim with its verdict and why' },
    fix: {
      type: 'boolean',
      help: 'Mend what is mechanical, shown as a diff: ids by file names, order of keys, old names, old versions',
    },
    'dry-run': { type: 'boolean', help: 'With --fix: only show the diff; exit code 1 where there is one' },
    json: { type: 'boolean', help: 'Findings, claims and tracks as one JSON object' },
  },
  examples: ['check', 'check --claims', 'check --json', 'check --fix --dry-run', 'check --fix'],
  async run(values, _, terminal) {
    const root = findRoot(values, terminal);
    if (values['dry-run'] && !values.fix) throw new UsageError('--dry-run is only for --fix');
    const fixed = values.fix ? await fixRoot(root, values, terminal) : null;
    if (fixed && values['dry-run']) return fixed.length > 0 ? 1 : 0;
    const { findings, judged, maturity, next: experiment } = await runGate(root);
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    if (values.json) {
      const claims = judged.map(({ id, track, kind, verdict, expect, written, executed, toy, calibration }) => {
        return { id, track, kind, verdict, expect, written, executed, toy, calibration };
      });
      const tracks = maturity.map(({ id, rung, blockedBy }) => ({ id, maturity: rung, blockedBy }));
      terminal.out(`${JSON.stringify({ ...(fixed ? { fixed } : {}), findings, claims, tracks }, null, 2)}\n`);
      return errors > 0 ? 1 : 0;
    }
    if (findings.length > 0) terminal.out(`${formatFindings(findings)}\n`);
    if (values.claims) {
      const rows = judged.map(({ id, verdict, calibration, expect, reason }) => {
        const mark = calibration && verdict === 'verified' ? 'calibrated' : verdict;
        return [id, mark, expect === verdict ? '' : expect, reason];
      });
      terminal.out(`${formatTable(['claim', 'verdict', 'expected', 'why'], rows)}\n`);
    }
    for (const { id, rung, next, blockedBy } of maturity) {
      const blocked = blockedBy ? `; ${next} is blocked by: ${blockedBy.text}` : '';
      terminal.out(`Track ${id}: ${rung}${blocked}\n`);
    }
    if (experiment) {
      const { claims, alone, waitsFor } = experiment;
      const after = waitsFor.length > 0 ? `, after ${waitsFor.join(', ')}` : '';
      const count = claims.length === 1 ? '1 claim waits' : `${claims.length} claims wait`;
      terminal.out(`Next experiment: ${experiment.experiment}${after}; ${count} for it, ${alone} for nothing else\n`);
    }
    const verdicts = Object.entries(verdictCounts(judged)).map(([verdict, number]) => `${number} ${verdict}`);
    if (verdicts.length > 0) terminal.out(`Claims: ${verdicts.join(', ')}\n`);
    const warnings = findings.length - errors;
    terminal.out(`${errors} error${errors === 1 ? '' : 's'}, ${warnings} warning${warnings === 1 ? '' : 's'}\n`);
    return errors > 0 ? 1 : 0;
  },
};

/** Mends what is mechanical; as JSON where that is asked for. @returns the files, and what was done to each. */
async function fixRoot(
  root: string,
  values: Values,
  terminal: Terminal,
): Promise<{ file: string; done: string[]; diff: string }[]> {
  const { diffOf, runFix } = await import('../fix/run-fix.ts');
  const quiet = { out: () => undefined, err: () => undefined };
  const fixes = runFix(root, !values['dry-run'], values.json ? quiet : terminal);
  const fixed = fixes.map((fix) => ({ file: fix.file, done: fix.done, diff: diffOf(fix) }));
  if (values.json && values['dry-run']) terminal.out(`${JSON.stringify({ fixed }, null, 2)}\n`);
  return fixed;
}
