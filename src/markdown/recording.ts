import { hash } from 'node:crypto';
import type { Resolver } from './context.ts';

/** One question that a text put to its resolver. */
export type Question = [keyof Resolver, ...string[]];

/** What a text has asked so far. */
export interface Recorded {
  asked: Question[];
  /** Digest of the answers. */
  digest(): string;
}

/** Optional questions that a resolver does not take are answered with null: a later one may take them. */
function answer(resolver: Resolver, name: keyof Resolver, args: string[]): unknown {
  const method = resolver[name] as ((...args: string[]) => unknown) | undefined;
  return method ? method.apply(resolver, args) : null;
}

const digestOf = (answers: unknown[]): string => hash('sha256', JSON.stringify(answers));

/** Passes questions on and keeps them: the answers a page was made from decide whether it is still right. */
export function recordingResolver(resolver: Resolver): { resolver: Resolver; recorded: Recorded } {
  const asked: Question[] = [];
  const answers: unknown[] = [];
  const recording = new Proxy(resolver, {
    get(target, name: keyof Resolver) {
      return (...args: string[]) => {
        const answered = answer(target, name, args);
        asked.push([name, ...args]);
        answers.push(answered);
        return answered;
      };
    },
  });
  return { resolver: recording, recorded: { asked, digest: () => digestOf(answers) } };
}

/** Digest of today's answers to the questions of a kept page. */
export const digestAnswers = (resolver: Resolver, asked: Question[]): string =>
  digestOf(asked.map(([name, ...args]) => answer(resolver, name, args)));
