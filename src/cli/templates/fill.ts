import { UserError } from '@paper-factory/runners/user-error';
import { isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { parseYaml } from '../../content/parse-yaml.ts';
import { nearest } from '../../content/suggest.ts';

/** A file with fields `{{name}}`. */
export interface Template {
  /** As messages name it: below the root, or below the tool's own templates. */
  file: string;
  text: string;
}

/** Values by the name of their field; a line with a field that is null is left out. */
export type Fields = Readonly<Record<string, string | null>>;

export interface Filled {
  text: string;
  /** Line of the template that a line of the text comes from; both begin with 1. */
  templateLine(line: number): number;
}

/** `${{ … }}` is an expression of a workflow and no field. */
const field = /(?<!\$)\{\{\s*([^{}]*?)\s*\}\}/g;

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** @throws {UserError} for the first field that is unknown. */
function checkFields({ file, text }: Template, values: Fields): void {
  for (const match of text.matchAll(field)) {
    const [written, name] = match;
    if (Object.hasOwn(values, name)) continue;
    const known = Object.keys(values);
    const near = nearest(name, known);
    throw new UserError(`${file}:${lineAt(text, match.index)}: the template has the unknown field ${written}`, {
      hint: `${near ? `Did you mean {{${near}}}? ` : ''}Known fields: ${known.map((one) => `{{${one}}}`).join(', ')}.`,
    });
  }
}

/** A text as one YAML scalar on one line, plain where that is safe anywhere. */
export function yamlScalar(value: string): string {
  const plain = /^[\p{L}\p{N}/][\p{L}\p{N} ./_()-]*$/u.test(value) && value === value.trim();
  if (plain && parseYaml(value, '').value === value) return value;
  // eslint-disable-next-line no-control-regex -- what single quotes cannot hold
  const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value);
  return unprintable ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`;
}

const fillText = (text: string, values: Fields): string =>
  text.replace(field, (_, name: string) => values[name]!.replace(/\s*\n\s*/g, ' '));

/** What to do about YAML that is broken by its fields. */
const quotes = "Put fields in quotes, e.g. title: '{{title}}'.";

const comment = /^\s*#.*$/gm;

/** Fills YAML so that a value is always one scalar, whatever it holds; layout and comments stay. */
function fillYaml(text: string, values: Fields, fault: (line: number, message: string, hint: string) => never): string {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: false });
  const [error] = document.errors;
  if (error) {
    const cause = error.message.replace(/\s+/g, ' ').replace(/[.:]$/, '');
    fault(counter.linePos(error.pos[0]).line, `the template is no well-formed YAML (${cause})`, quotes);
  }
  const edits: { from: number; to: number; text: string }[] = [];
  visit(document, {
    Map(_, { range }) {
      // Without quotes a field is a mapping in a mapping.
      const written = range ? /^\{\{[^{}]*\}\}/.exec(text.slice(range[0], range[1])) : null;
      if (written) fault(lineAt(text, range![0]), `the field ${written[0]} stands in YAML without quotes`, quotes);
    },
    Scalar(_, node) {
      if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return;
      const filled = fillText(node.value, values);
      if (filled !== node.value) edits.push({ from: node.range[0], to: node.range[1], text: yamlScalar(filled) });
    },
  });
  let filled = text;
  for (const edit of edits.reverse()) filled = filled.slice(0, edit.from) + edit.text + filled.slice(edit.to);
  return filled.replace(comment, (line) => fillText(line, values));
}

/** The lines without those that have a field without a value, and where each was. */
function dropLines(text: string, values: Fields): { text: string; numbers: number[] } {
  const lines = text.split('\n').map((line, i) => ({ line, number: i + 1 }));
  const kept = lines.filter(({ line }) => ![...line.matchAll(field)].some(([, name]) => values[name] === null));
  return { text: kept.map(({ line }) => line).join('\n'), numbers: kept.map(({ number }) => number) };
}

/**
 * The text that a template gives. In YAML and front matter a field becomes one scalar, quoted where it must be.
 * @throws {UserError} that names file and line of a field which is unknown or cannot stand where it does.
 */
export function fillTemplate(template: Template, values: Fields): Filled {
  const whole = template.text.replaceAll('\r\n', '\n');
  checkFields({ ...template, text: whole }, values);
  const { text, numbers } = dropLines(whole, values);
  const templateLine = (line: number): number => numbers[line - 1] ?? numbers.length;
  const faultFrom =
    (first: number) =>
    (line: number, message: string, hint: string): never => {
      throw new UserError(`${template.file}:${templateLine(first - 1 + line)}: ${message}`, { hint });
    };
  if (/\.ya?ml$/.test(template.file)) return { text: fillYaml(text, values, faultFrom(1)), templateLine };
  const matter = /\.mdx?$/.test(template.file) ? /^---\n([\s\S]*?\n)---(?=\n|$)/.exec(text) : null;
  if (!matter) return { text: fillText(text, values), templateLine };
  const head = fillYaml(matter[1], values, faultFrom(2));
  return { text: `---\n${head}${fillText(text.slice(4 + matter[1].length), values)}`, templateLine };
}
