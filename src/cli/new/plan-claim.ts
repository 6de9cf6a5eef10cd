import { claimSchema } from '@paper-factory/runners/schema';
import { parseYaml } from '../../content/parse-yaml.ts';
import { parseWith } from '../../content/schema-findings.ts';
import { type Fields, fillTemplate } from '../templates/fill.ts';
import { checkId, refuse } from './check-made.ts';
import { chooseTemplate } from './choose-template.ts';

/** A claim in YAML, from the first column. @throws {UserError} that names file and line of a template that gives none. */
export function planClaim(root: string, lang: 'en' | 'zh', fields: Fields & { id: string }): string {
  const template = chooseTemplate(root, 'claim.yaml', lang);
  const filled = fillTemplate(template, fields);
  const yaml = parseYaml(filled.text, template.file);
  refuse(template, filled, yaml.findings);
  refuse(template, filled, parseWith(claimSchema, yaml.value, { file: template.file, line: yaml.line }).findings);
  checkId(template, filled, yaml, fields.id);
  return filled.text;
}
