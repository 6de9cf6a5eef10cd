import { createHash } from 'node:crypto';
import type { Resolver } from './context.ts';

/** One question that a text put to its resolver. */
export type Question = [keyof Resolver, ...string[]];

/** Optional questions that a resolver does not take are answered with null: a later one may take them. */
function answer(resolver: Resolver, name: keyof Resolver, args: string[]): unknown {
  const method = resolver[name] as ((...args: string[]) => unknown) | undefined;
  return method ? method.apply(resolver, args) : null;
}

/** Passes questions on and keeps them: the answers a page was made from decide whether it is still right. */
export function recordingResolver(resolver: Resolver): { resolver: Resolver; asked: Question[] } {
  const asked: Question[] = [];
  const recorded = new Proxy(resolver, {
    get(target, name: keyof Resolver) {
      return (...args: string[]) => {
        asked.push([name, ...args]);
        return answer(target, name, args);
      };
    },
  });
  return { resolver: recorded, asked };
}

/** Digest of today's answers to the questions of a kept page. */
export function digestAnswers(resolver: Resolver, asked: Question[]): string {
  const answers = asked.map(([name, ...args]) => answer(resolver, name, args));
  return createHash('sha256').update(JSON.stringify(answers)).digest('hex');
}
