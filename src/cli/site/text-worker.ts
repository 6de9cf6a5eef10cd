// A thread that renders texts into the memory of rendered Markdown. What a text asks is answered by the thread that
// started it, which has the model: a question is a message, and this thread waits for the answer.
import { receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import type { RenderContext, Resolver } from '../../markdown/context.ts';
import { evidenceOf, type TextEvidence } from '../../markdown/links.ts';
import { parseMarkdown } from '../../markdown/parse.ts';
import { renderDocument } from '../../markdown/render.ts';

/** A text to render, with all that its rendering depends on but the answers. */
export interface TextJob {
  text: string;
  context: Omit<RenderContext, 'resolver'>;
}

/** What this thread says: a question, or that a text is done, with what it says of evidence. */
export type FromTextWorker =
  { question: [keyof Resolver, ...string[]] } | { done: true; evidence: TextEvidence | null };

const { port, signal } = workerData as { port: MessagePort; signal: Int32Array };

function ask(name: keyof Resolver, args: string[]): unknown {
  Atomics.store(signal, 0, 0);
  port.postMessage({ question: [name, ...args] } satisfies FromTextWorker);
  Atomics.wait(signal, 0, 0);
  return (receiveMessageOnPort(port) as { message: { answer: unknown } }).message.answer;
}

/** Answers of one text: it asks again when they are written down. */
function createResolver(): Resolver {
  const known = new Map<string, unknown>();
  const answer = (name: keyof Resolver, args: string[]): unknown => {
    const key = JSON.stringify([name, ...args]);
    if (!known.has(key)) known.set(key, ask(name, args));
    return known.get(key);
  };
  return new Proxy({} as Resolver, {
    get:
      (_, name: keyof Resolver) =>
      (...args: string[]) =>
        answer(name, args),
  });
}

async function readAndRender({ text, context }: TextJob): Promise<TextEvidence> {
  const { format = 'md' } = context;
  const parsed = parseMarkdown(text, format);
  const evidence = evidenceOf(parsed, format);
  // What is faulty here is rendered again where its page is made, which tells why.
  if ('tree' in parsed)
    await renderDocument(text, { ...context, resolver: createResolver() }, parsed.tree).catch(() => {});
  return evidence;
}

port.on('message', (job: TextJob) => {
  readAndRender(job).then(
    (evidence) => port.postMessage({ done: true, evidence } satisfies FromTextWorker),
    () => port.postMessage({ done: true, evidence: null } satisfies FromTextWorker),
  );
});
