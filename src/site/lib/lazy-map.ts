/**
 * A map whose values are made when they are asked for, each once: a page that is served while its author writes needs
 * few of a thousand.
 */
class LazyMap<K, V> extends Map<K, V> {
  readonly #make: (key: K) => V;
  readonly #made = new Map<K, V>();

  constructor(keys: Iterable<K>, make: (key: K) => V) {
    super();
    this.#make = make;
    for (const key of keys) super.set(key, undefined as V);
  }

  override get(key: K): V | undefined {
    if (!this.has(key)) return undefined;
    const made = this.#made;
    if (!made.has(key)) made.set(key, this.#make(key));
    return made.get(key);
  }

  override *entries(): MapIterator<[K, V]> {
    for (const key of this.keys()) yield [key, this.get(key)!];
  }

  override *values(): MapIterator<V> {
    for (const key of this.keys()) yield this.get(key)!;
  }

  override [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  override forEach(each: (value: V, key: K, map: Map<K, V>) => void): void {
    for (const [key, value] of this) each(value, key, this);
  }
}

/** @param make Must not ask the map for the value that it makes. */
export const lazyMap = <K, V>(keys: Iterable<K>, make: (key: K) => V): Map<K, V> => new LazyMap(keys, make);
