/** A text as UTF-8, outside the heap: as strings, those of thousands of logs would be hundreds of MiB of it. */
export const storeText = (text: string): Uint8Array => new TextEncoder().encode(text);

export const readStored = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('utf8');

/** Where a body is stored; the same for copies of an entry, so that all of them move with it. */
interface Place {
  bytes: Uint8Array;
}

/** Names the place on an entry. A copy by `...` has none: its body may be another. Pages load this module apart from commands. */
const place = Symbol.for('paper-factory.body');

/** Gives an entry a body that is decoded whenever it is asked for. */
export function withBody<E extends object>(entry: E, bytes: Uint8Array): E & { readonly body: string } {
  const value: Place = { bytes };
  Object.defineProperty(entry, place, { value, configurable: true });
  Object.defineProperty(entry, 'body', { get: () => readStored(value.bytes), enumerable: true, configurable: true });
  return entry as E & { readonly body: string };
}

/** A copy of an entry with other parts, whose body is stored as well. */
export function withParts<E extends { readonly body: string }>(entry: E, { body, ...parts }: Partial<E>): E {
  const copy = Object.defineProperties({}, Object.getOwnPropertyDescriptors(entry)) as E;
  Object.assign(copy, parts);
  return body === undefined ? copy : withBody(copy, storeText(body));
}

/** Moves the body of an entry into memory that threads share. @returns the memory; undefined where it is not stored. */
export function shareBody(entry: object): Uint8Array | undefined {
  const at = (entry as { [place]?: Place })[place];
  if (at && !(at.bytes.buffer instanceof SharedArrayBuffer)) {
    const shared = new Uint8Array(new SharedArrayBuffer(at.bytes.length));
    shared.set(at.bytes);
    at.bytes = shared;
  }
  return at?.bytes;
}
