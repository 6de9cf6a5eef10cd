import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileOf, openApp, type Route } from './app.ts';
import type { Inputs } from './inputs.ts';
import { openPageMemory } from './page-memory.ts';
import { prepareTexts } from './prepare-texts.ts';
import type { Address, Program } from './program.ts';
import { sitemaps } from './sitemap.ts';

/** What a page is made from, for those that are many; every other page may show any text. */
const onlyItsText = '[...locale]/experiments/[id].astro';
const noText = [
  '[...locale]/claims/[id].astro',
  'figures/[experiment]/[name].svg.ts',
  'figures/[experiment]/[name].vl.json.ts',
];

/** Digest of all that the bytes of a route follow from. */
function inputsOf({ path, data: { component } }: Route, program: Program, inputs: Inputs): string {
  const common = `${program.digest} ${inputs.common}`;
  const page = component.split('/pages/')[1] ?? component;
  if (noText.includes(page)) return common;
  const text = page === onlyItsText ? inputs.texts.get(path.split('/').at(-1)!) : undefined;
  return `${common} ${text ?? inputs.allTexts}`;
}

/** How far a build is. */
export interface PagesSoFar {
  done: number;
  /** Of those done, the ones that were not remembered. */
  rendered: number;
  all: number;
}

export interface RenderOptions {
  program: Program;
  address: Address;
  inputs: Inputs;
  /** Folder of what is remembered. */
  memory: string;
  progress(pages: PagesSoFar): void;
}

/** Renders every page of the root that PAPER_FACTORY_ROOT names into a folder. */
export async function renderPages(folder: string, options: RenderOptions): Promise<void> {
  const { program, address, inputs, progress } = options;
  cpSync(program.assets, folder, { recursive: true });
  await prepareTexts();
  const app = await openApp(program);
  const routes = await app.routes();
  const memory = openPageMemory(options.memory);
  let rendered = 0;
  for (const [i, route] of routes.entries()) {
    const file = fileOf(route);
    const from = inputsOf(route, program, inputs);
    const known = memory.recall(file, from);
    const bytes = known ?? (await app.render(route));
    if (!known) {
      rendered++;
      memory.keep(file, from, bytes);
    }
    const target = join(folder, file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    progress({ done: i + 1, rendered, all: routes.length });
  }
  const pages = routes.filter(({ path, data }) => data.type === 'page' && path !== '404').map(({ path }) => path);
  for (const [file, text] of sitemaps(pages, address)) writeFileSync(join(folder, file), text);
  memory.save();
}
