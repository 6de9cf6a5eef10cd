import type { LoadedRoot } from '../../content/types.ts';
import { type Fields, fillTemplate } from '../templates/fill.ts';
import { checkConfig, checkPage } from './check-made.ts';
import { chooseTemplate } from './choose-template.ts';
import { type PageKind, pageKinds } from './kinds.ts';

/** New files by path inside the root. */
export type Made = Map<string, string>;

/** The page of a kind, and of an experiment its config and, where the config names one, its module. */
export function planPage(
  { root }: LoadedRoot,
  kind: PageKind,
  lang: 'en' | 'zh',
  fields: Fields & { id: string },
): Made {
  const { id } = fields;
  const template = chooseTemplate(root, `${kind}.md`, lang);
  const page = fillTemplate(template, fields);
  checkPage(kind, id, template, page);
  const stem = kind === 'track' ? id.toLowerCase() : id;
  const made: Made = new Map([[`content/${pageKinds[kind].collection}/${stem}.md`, page.text]]);
  if (kind === 'experiment') planExperiment(root, lang, { ...fields, id }, made);
  return made;
}

function planExperiment(root: string, lang: 'en' | 'zh', fields: Fields & { id: string }, made: Made): void {
  const { id } = fields;
  const template = chooseTemplate(root, 'experiment.config.yaml', lang);
  const config = fillTemplate(template, fields);
  const { runner } = checkConfig(id, template, config);
  made.set(`experiments/${id}/config.yaml`, config.text);
  // A root's own template may name a module that all its experiments share, or one of the tool.
  if (runner !== `./experiments/${id}/run.ts`) return;
  made.set(`experiments/${id}/run.ts`, fillTemplate(chooseTemplate(root, 'experiment.run.ts', lang), fields).text);
}
