/**
 * A text as UTF-8 that threads share. As strings, the texts of thousands of logs would be on the heap of each thread, and
 * the collector would keep room for half as many again.
 */
export function storeText(text: string): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(Buffer.byteLength(text)));
  Buffer.from(bytes.buffer).write(text);
  return bytes;
}

export const readStored = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('utf8');

const bodies = new WeakMap<object, Uint8Array>();

/** Gives an entry a body that is read from a stored text whenever it is asked for. */
export function withBody<E extends object>(entry: E, stored: Uint8Array): E & { readonly body: string } {
  bodies.set(entry, stored);
  return Object.defineProperty(entry, 'body', { enumerable: true, get: () => readStored(stored) }) as never;
}

/** A copy of an entry with other parts, whose body is stored as well. */
export function withParts<E extends { readonly body: string }>(entry: E, parts: Partial<E>): E {
  const { body, ...copy } = { ...entry, ...parts };
  const stored = body === entry.body ? storedBody(entry) : undefined;
  return withBody(copy, stored ?? storeText(body)) as E;
}

/** Where the body of an entry is stored; undefined for a copy, whose body may be another. */
export const storedBody = (entry: object): Uint8Array | undefined => bodies.get(entry);
