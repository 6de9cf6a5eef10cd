import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handOver, type JudgedRoot } from '../../site/judged.ts';
import { fileOf, openApp, type Route } from './app.ts';
import type { Inputs } from './inputs.ts';
import { openPageMemory } from './page-memory.ts';
import type { Address, Program } from './program.ts';
import { renderLeft, type LeftPages, type RenderedPage } from './render-left.ts';
import { sitemaps } from './sitemap.ts';
import { countOthers, perThread, startThread, type Thread } from './start-thread.ts';
import { createCounter } from './take-left.ts';

/** The pages of logs show a text of a log each; of all others only one depends on any, for it says how long they are. */
const ownText = '[...locale]/experiments/[id].astro';
const anyText = 'start/index.astro';

const componentOf = ({ data: { component } }: Route): string => component.split('/pages/')[1] ?? component;

/** Digest of all that the bytes of a route follow from. */
function inputsOf(route: Route, program: Program, inputs: Inputs): string {
  const common = `${program.digest} ${inputs.common}`;
  const page = componentOf(route);
  if (page === anyText) return `${common} ${inputs.allTexts}`;
  const text = page === ownText ? inputs.texts.get(route.path.split('/').at(-1)!) : undefined;
  return text === undefined ? common : `${common} ${text}`;
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
  judged: JudgedRoot;
  /** Folder of what is remembered. */
  memory: string;
  /** Threads that were started before, and may help. */
  helpers?: Thread[];
  /** Pages for each of which a thread is worth its start. */
  perThread?: number;
  /** Told after each page. */
  progress(pages: PagesSoFar): void;
  /** Told what stopped a thread that helped; its pages are rendered all the same. */
  threadStopped(error: Error): void;
}

/** Renders every page of the root that PAPER_FACTORY_ROOT names into a folder. */
export async function renderPages(folder: string, options: RenderOptions): Promise<void> {
  const { program, address, inputs, judged, progress, threadStopped } = options;
  cpSync(program.assets, folder, { recursive: true });
  const app = await openApp(program);
  const routes = await app.routes();
  const memory = openPageMemory(options.memory);
  const from = routes.map((route) => inputsOf(route, program, inputs));
  const left = [...routes.keys()].filter((i) => {
    const file = fileOf(routes[i]!);
    return !memory.place(file, from[i]!, join(folder, file));
  });
  // Those of texts last: threads may still be rendering the texts.
  const isOfText = (i: number) => componentOf(routes[i]!) === ownText;
  const pages = [...left.filter((i) => !isOfText(i)), ...left.filter(isOfText)];
  const rendered = new Set<number>();
  const tell = () =>
    progress({ done: routes.length - pages.length + rendered.size, rendered: rendered.size, all: routes.length });
  function seen({ index, kept }: RenderedPage): void {
    rendered.add(index);
    if (kept) memory.note(fileOf(routes[index]!), kept);
    tell();
  }
  tell();
  const leave = (indices: number[]): LeftPages => {
    const next = createCounter();
    return { program, folder, memory: options.memory, pages: indices, from: indices.map((i) => from[i]!), next };
  };
  const shared = leave(pages);
  // What stops a thread costs time alone: its pages are still left then, and rendering them here tells what is wrong.
  const count = countOthers(pages.length, options.perThread ?? perThread);
  const work = count > 0 ? { handed: handOver(judged), left: shared } : null;
  const others = Array.from({ length: count }, (_, i) => {
    const thread = options.helpers?.[i] ?? startThread(null);
    return thread.renderPages(work!, seen).catch(threadStopped);
  });
  try {
    await renderLeft(app, routes, shared, seen);
  } finally {
    // After a fault here, the others take no further page.
    Atomics.store(shared.next, 0, pages.length);
    await Promise.all(others);
  }
  await renderLeft(app, routes, leave(pages.filter((index) => !rendered.has(index))), seen);
  const addresses = routes.filter(({ path, data }) => data.type === 'page' && path !== '404').map(({ path }) => path);
  for (const [file, text] of sitemaps(addresses, address)) writeFileSync(join(folder, file), text);
  memory.save();
}
