import { UserError } from '@paper-factory/runners/user-error';
import { isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { parseYaml } from '../../content/parse-yaml.ts';
import { nearest } from '../../content/suggest.ts';

/** A file with placeholders `{{name}}`. */
export interface Template {
  /** As messages name it: below the root, or below the tool's own templates. */
  file: string;
  text: string;
}

/** `${{ … }}` is an expression of a workflow and no placeholder. */
const placeholder = /(?<!\$)\{\{\s*([^{}]*?)\s*\}\}/g;

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** @throws {UserError} for the first placeholder that names no field. */
function checkFields({ file, text }: Template, values: Readonly<Record<string, string>>): void {
  for (const match of text.matchAll(placeholder)) {
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
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value) ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`;
}

/** Fills YAML so that a value is always one scalar, whatever it holds; layout and comments stay. */
function fillYaml({ file, text }: Template, values: Readonly<Record<string, string>>, firstLine: number): string {
  const bare = /(?:^|[:[{,-]\s*)(?<!\$)\{\{[^{}]*\}\}/m.exec(text.replace(/^\s*#.*$/gm, (line) => ' '.repeat(line.length)));
  if (bare) {
    const line = firstLine - 1 + lineAt(text, bare.index + bare[0].indexOf('{{'));
    throw new UserError(`${file}:${line}: a field of a template stands in YAML without quotes`, {
      hint: `Put it in quotes: '${bare[0].slice(bare[0].indexOf('{{'))}'.`,
    });
  }
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: false });
  const [error] = document.errors;
  if (error) {
    const line = firstLine - 1 + counter.linePos(error.pos[0]).line;
    throw new UserError(`${file}:${line}: the template is no well-formed YAML (${error.message.replace(/\s+/g, ' ')})`, {
      hint: "Put its fields in quotes, e.g. title: '{{title}}'.",
    });
  }
  const edits: { from: number; to: number; text: string }[] = [];
  visit(document, {
    Scalar(_, node) {
      if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return;
      const filled = fillText(node.value, values);
      if (filled === node.value) return;
      edits.push({ from: node.range[0], to: node.range[1], text: yamlScalar(filled) });
    },
  });
  let filled = text;
  for (const edit of edits.reverse()) filled = filled.slice(0, edit.from) + edit.text + filled.slice(edit.to);
  return filled.replace(/^\s*#.*$/gm, (line) => fillText(line, values));
}

const fillText = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(placeholder, (_, name: string) => values[name].replace(/\s*\n\s*/g, ' '));

/**
 * The text that a template gives. In YAML and front matter a field becomes one scalar, quoted where it must be; its
 * lines stay where they are in the template.
 * @throws {UserError} that names file and line of a field which is unknown or cannot stand where it does.
 */
export function fillTemplate(template: Template, values: Readonly<Record<string, string>>): string {
  const text = template.text.replaceAll('\r\n', '\n');
  checkFields({ ...template, text }, values);
  if (/\.ya?ml$/.test(template.file)) return fillYaml({ ...template, text }, values, 1);
  const matter = /\.mdx?$/.test(template.file) ? /^---\n([\s\S]*?\n)---(?=\n|$)/.exec(text) : null;
  if (!matter) return fillText(text, values);
  const head = fillYaml({ ...template, text: matter[1] }, values, 2);
  return `---\n${head}${fillText(text.slice(4 + matter[1].length), values)}`;
}
