import { experimentConfigSchema } from '@paper-factory/runners/schema';
import { UserError } from '@paper-factory/runners/user-error';
import { parseFrontMatter } from '../../content/front-matter.ts';
import { type ParsedYaml, parseYaml } from '../../content/parse-yaml.ts';
import { collectionSchemas } from '../../content/collection-schemas.ts';
import { parseWith } from '../../content/schema-findings.ts';
import type { Finding } from '../../content/types.ts';
import type { Filled, Template } from '../templates/fill.ts';
import { type PageKind, pageKinds } from './kinds.ts';

/** Tells the first fault of what a template gave, in the words of the template's author. */
export function refuse(template: Template, filled: Filled, [first]: Finding[]): void {
  if (!first) return;
  throw new UserError(`${template.file}:${filled.templateLine(first.line)}: ${first.message}`, {
    hint: `${first.hint} The template gives nothing valid as it is; nothing was written.`,
  });
}

export function checkId(template: Template, filled: Filled, yaml: ParsedYaml, id: string): void {
  const found = (yaml.value as { id?: unknown }).id;
  if (found === id) return;
  throw new UserError(
    `${template.file}:${filled.templateLine(yaml.line(['id']))}: expected the id "${id}", found "${found}"`,
    {
      hint: "Write id: '{{id}}' into the template; nothing was written.",
    },
  );
}

/** @throws {UserError} that names file and line of the template which gives no valid front matter. */
export function checkPage(kind: PageKind, id: string, template: Template, filled: Filled): void {
  const matter = parseFrontMatter(filled.text, template.file);
  refuse(template, filled, matter.findings);
  refuse(
    template,
    filled,
    parseWith(collectionSchemas[pageKinds[kind].collection], matter.value, { file: template.file, line: matter.line })
      .findings,
  );
  checkId(template, filled, matter, id);
}

/** The config that a template gives. @throws {UserError} the same for a config. */
export function checkConfig(id: string, template: Template, filled: Filled) {
  const yaml = parseYaml(filled.text, template.file);
  refuse(template, filled, yaml.findings);
  const { data, findings } = parseWith(experimentConfigSchema, yaml.value, { file: template.file, line: yaml.line });
  refuse(template, filled, findings);
  checkId(template, filled, yaml, id);
  return data!;
}
