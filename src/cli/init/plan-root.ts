import { schemaFiles } from '@paper-factory/runners/json-schema';
import { fillTemplate } from '../templates/fill.ts';
import { ownTemplates } from '../templates/own-templates.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** What a new root is made from; all of it is known before anything is written. */
export interface RootPlan {
  title: string;
  author: string;
  lang: Language;
  /** Path under which the site is served. */
  base: string;
  /** Day of the first texts. */
  date: string;
  /** npm name of the root. */
  name: string;
  /** The tool, as npm names it in dependencies. */
  dependency: string;
}

function packageJson({ name, title, dependency }: RootPlan): string {
  const value = {
    ...{ name, version: '0.0.0', private: true, type: 'module', description: title },
    scripts: {
      ...{ build: 'paper-factory build', check: 'paper-factory check', dev: 'paper-factory dev' },
      ...{ reproduce: 'paper-factory reproduce', serve: 'paper-factory serve' },
    },
    dependencies: { 'paper-factory': dependency },
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The JSON Schemas that the editor settings name: they are copied, since an editor looks inside the folder only. */
function editorSchemas(settings: string): [string, string][] {
  return [...schemaFiles()]
    .map(([name, text]): [string, string] => [`.vscode/schemas/${name}`, text])
    .filter(([file]) => settings.includes(file));
}

/** The files of a new root, by path inside it. */
export function planRoot(plan: RootPlan): Map<string, string> {
  const { title, author, base, date } = plan;
  const templates = [...ownTemplates('init/common'), ...ownTemplates(`init/${plan.lang}`)];
  const files = templates.map(([place, template]): [string, string] => {
    // Data is copied as it is, whatever braces it has.
    const isData = place.startsWith('data/');
    return [place, isData ? template.text : fillTemplate(template, { title, author, base, date }).text];
  });
  const settings = files.find(([place]) => place === '.vscode/settings.json')![1];
  return new Map([...files, ...editorSchemas(settings), ['package.json', packageJson(plan)] as const].sort());
}
