import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Entry } from '../../content/types.ts';
import type { RenderContext, Resolver } from '../../markdown/context.ts';
import { isRemembered } from '../../markdown/cache.ts';
import type { TextEvidence } from '../../markdown/links.ts';
import type { RememberingReader } from '../../markdown/remember.ts';
import { bodyContext } from '../../site/lib/body.ts';
import { siteModel, type SiteModel } from '../../site/model.ts';
import type { FromTextWorker, TextJob } from './text-worker.ts';

/** Texts for which threads are worth their start. */
export const worthwhile = 40;
const mostThreads = 4;

/** A thread keeps nothing from text to text but grammars and formulas. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };

interface Task {
  text: string;
  context: RenderContext;
  /** Takes what the text says of evidence. */
  read?: (evidence: TextEvidence) => void;
}

function answer(resolver: Resolver, [name, ...args]: [keyof Resolver, ...string[]]): unknown {
  const method = resolver[name] as ((...args: string[]) => unknown) | undefined;
  return method ? method.apply(resolver, args) : null;
}

/** Gives one thread tasks until there are none. A text that cannot be rendered is left to its page, which tells why. */
function work(queue: Task[]): Promise<void> {
  const { port1: port, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const file = new URL(`./text-worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(file, { workerData: { port: port2, signal }, transferList: [port2], resourceLimits });
  return new Promise((resolve, reject) => {
    let task: Task | undefined;
    const next = (): void => {
      task = queue.pop();
      if (!task) {
        port.close();
        void worker.terminate().then(() => resolve());
        return;
      }
      const { resolver: _, ...context } = task.context;
      port.postMessage({ text: task.text, context } satisfies TextJob);
    };
    port.on('message', (said: FromTextWorker) => {
      if ('done' in said) {
        if (said.evidence) task!.read?.(said.evidence);
        return next();
      }
      let found: unknown = null;
      try {
        found = answer(task!.context.resolver, said.question);
      } finally {
        port.postMessage({ answer: found });
        Atomics.store(signal, 0, 1);
        Atomics.notify(signal, 0);
      }
    });
    worker.on('error', reject);
    next();
  });
}

async function workAll(queue: Task[], fewest: number): Promise<void> {
  const threads = Math.min(availableParallelism(), mostThreads);
  if (queue.length < fewest || threads < 2) return;
  await Promise.all(Array.from({ length: threads }, () => work(queue)));
}

/** The texts of logs as the pages of this process' root show them. */
function* textsOf(model: SiteModel): Generator<[id: string, Task]> {
  for (const [id, { body, log }] of model.experiments) {
    if (body?.text.trim()) yield [id, { text: body.text, context: bodyContext(model, body, log?.lang ?? 'en') }];
  }
}

/**
 * Renders the texts of logs that are not remembered, on all cores, into the memory of rendered Markdown: the pages then
 * find them there. It only saves time.
 * @param fewest Texts for which threads are started.
 */
export async function prepareTexts(fewest = worthwhile): Promise<void> {
  const texts = [...textsOf(siteModel())].map(([, task]) => task);
  await workAll(
    texts.filter(({ text, context }) => !isRemembered(text, context)),
    fewest,
  );
}

/** As {@link prepareTexts} for these logs, and hands what they say of evidence to a reader. */
export async function readAndRender(logs: readonly Entry<{ id: string }>[], reader: RememberingReader): Promise<void> {
  const wanted = new Map(logs.map((log) => [log.data.id, log]));
  const queue = [...textsOf(siteModel())].flatMap(([id, task]): Task[] => {
    const log = wanted.get(id);
    // Where the page shows other words than the file has, the file is still to be read.
    if (log?.body !== task.text) return [];
    return [{ ...task, read: (evidence) => reader.keep(log.body, log.format, evidence) }];
  });
  await workAll(queue, worthwhile);
}
