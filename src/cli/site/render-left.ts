import { join } from 'node:path';
import { fileOf, type App, type Route } from './app.ts';
import { keepPage, type Kept } from './page-memory.ts';
import type { Program } from './program.ts';
import { takeLeft } from './take-left.ts';

/** Pages that are still to be rendered, by several threads. */
export interface LeftPages {
  program: Program;
  /** Where they are written. */
  folder: string;
  /** Folder of what is remembered. */
  memory: string;
  /** Indices of their routes, and the digest of what each is made from. */
  pages: number[];
  from: string[];
  /** Shared: where in `pages` the next one stands that nobody has taken. */
  next: Int32Array;
}

/** A page that was rendered, by the index of its route. */
export interface RenderedPage {
  index: number;
  kept: Kept | null;
}

/** Takes one page after the other and writes it, until none is left. */
export async function renderLeft(
  app: App,
  routes: readonly Route[],
  { folder, memory, pages, from, next }: LeftPages,
  seen: (page: RenderedPage) => void,
): Promise<void> {
  for await (const at of takeLeft(pages.length, next)) {
    const index = pages[at]!;
    const route = routes[index]!;
    const bytes = await app.render(route);
    seen({ index, kept: keepPage(memory, from[at]!, bytes, join(folder, fileOf(route))) });
  }
}
