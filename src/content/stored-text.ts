/** A text as UTF-8, outside the heap: as strings, those of thousands of logs would be hundreds of MiB of it. */
export const storeText = (text: string): Uint8Array => new TextEncoder().encode(text);

export const readStored = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('utf8');

/** Where an entry has its body. A copy by `...` has none: its body may be another. Pages load this module apart from commands. */
const stored = Symbol.for('paper-factory.body');

interface Stored {
  [stored]?: Uint8Array;
}

/** Gives an entry a body that is decoded whenever it is asked for. */
export function withBody<E extends object>(entry: E, body: Uint8Array): E & { readonly body: string } {
  Object.defineProperty(entry, stored, { value: body, configurable: true });
  Object.defineProperty(entry, 'body', { get: () => readStored(body), enumerable: true, configurable: true });
  return entry as E & { readonly body: string };
}

/** A copy of an entry with other parts, whose body is stored as well. */
export function withParts<E extends { readonly body: string }>(entry: E, { body, ...parts }: Partial<E>): E {
  const copy = Object.defineProperties({}, Object.getOwnPropertyDescriptors(entry)) as E;
  Object.assign(copy, parts);
  return body === undefined ? copy : withBody(copy, storeText(body));
}

/** The body of an entry in memory that threads share; undefined where it is not stored. */
export function shareBody(entry: object): Uint8Array | undefined {
  const body = (entry as Stored)[stored];
  if (!body || body.buffer instanceof SharedArrayBuffer) return body;
  const shared = new Uint8Array(new SharedArrayBuffer(body.length));
  shared.set(body);
  withBody(entry, shared);
  return shared;
}
