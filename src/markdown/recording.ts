import { createHash } from 'node:crypto';
import type { Resolver } from './context.ts';

/** One question that a text put to its resolver. */
export type Question = [keyof Resolver, ...string[]];

/** Passes questions on and keeps them: the answers a page was made from decide whether it is still right. */
export function recordingResolver(resolver: Resolver): { resolver: Resolver; asked: Question[] } {
  const asked: Question[] = [];
  const recorded = new Proxy(resolver, {
    get(target, name: keyof Resolver) {
      const method = target[name];
      if (typeof method !== 'function') return method;
      return (...args: string[]) => {
        asked.push([name, ...args]);
        return (method as (...args: string[]) => unknown).apply(target, args);
      };
    },
  });
  return { resolver: recorded, asked };
}

/** Digest of today's answers to the questions of a kept page. */
export function digestAnswers(resolver: Resolver, asked: Question[]): string {
  const answers = asked.map(([name, ...args]) => {
    const method = resolver[name] as ((...args: string[]) => unknown) | undefined;
    return method ? method.apply(resolver, args) : null;
  });
  return createHash('sha256').update(JSON.stringify(answers)).digest('hex');
}
