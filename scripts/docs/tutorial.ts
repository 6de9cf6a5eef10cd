/** Reads the blocks of a guide that a reader follows, and follows them. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const tool = path.resolve(import.meta.dirname, '../..');

/** One fenced block with an order after its language: `sh run`, `text output`, `ts write=FILE`, `diff edit=FILE`. */
export interface Step {
  order: string;
  /** What stands after `=`, or after the first word. */
  argument: string;
  text: string;
  /** Line of the guide (1-based). */
  line: number;
}

export function readSteps(guide: string): Step[] {
  return [...guide.matchAll(/^```[a-z]+ (run|output|write|append|edit)(?:[= ](.*))?\n([\s\S]*?)^```$/gm)].map(
    (match) => ({
      order: match[1]!,
      argument: match[2] ?? '',
      text: match[3]!,
      line: guide.slice(0, match.index).split('\n').length,
    }),
  );
}

/** A command line as it runs here: the tool of this repository in place of an installed one. */
function run(command: string, cwd: string): { code: number; output: string } {
  const here = command.replace(
    /^npx paper-factory /,
    `"${process.execPath}" "${path.join(tool, 'bin/paper-factory.mjs')}" `,
  );
  try {
    return { code: 0, output: execFileSync('sh', ['-c', `${here} 2>&1`], { cwd, encoding: 'utf8' }) };
  } catch (error) {
    const { status, stdout } = error as { status: number | null; stdout: string };
    return { code: status ?? 1, output: stdout };
  }
}

function edit(file: string, text: string): void {
  const lines = (sign: string): string =>
    text
      .split('\n')
      .filter((line) => line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const before = readFileSync(file, 'utf8');
  if (!before.includes(lines('-'))) throw new Error(`${file} has no lines\n${lines('-')}`);
  writeFileSync(
    file,
    before.replace(lines('-'), () => lines('+')),
  );
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Whether an output has a line of the guide; `…` stands for what differs from run to run. */
function has(output: string, line: string): boolean {
  const parts = plain(line)
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('.*?')).test(plain(output));
}

/**
 * Follows a guide in an empty folder.
 * @param root Name of the root in which most steps are taken.
 * @throws {Error} naming the line of a step that does not give what the guide says.
 */
export function follow(guide: string, folder: string, root: string): void {
  // Stands for `npm install`: the packages of this repository, and the tool among them.
  symlinkSync(path.join(tool, 'node_modules'), path.join(folder, 'node_modules'));
  let output = '';
  for (const { order, argument, text, line } of readSteps(guide)) {
    const at = path.join(folder, root);
    const file = path.join(at, argument);
    if (order === 'write') writeFileSync(file, text);
    if (order === 'append') appendFileSync(file, text);
    if (order === 'edit') edit(file, text);
    if (order === 'run') {
      const found = run(text.trim(), argument.includes('in=..') ? folder : at);
      output = found.output;
      const fails = argument.includes('fails');
      if ((found.code !== 0) !== fails)
        throw new Error(`line ${line}: \`${text.trim()}\` ended with ${found.code}:\n${output}`);
    }
    if (order === 'output') {
      const missing = text
        .trim()
        .split('\n')
        .find((one) => !has(output, one));
      if (missing !== undefined) throw new Error(`line ${line}: expected the output "${missing}", found:\n${output}`);
    }
  }
}
