/** What must not be named, by kind of id. */
export interface Hidden {
  experiment: ReadonlySet<string>;
  claim: ReadonlySet<string>;
  track: ReadonlySet<string>;
  hub: ReadonlySet<string>;
  card: ReadonlySet<string>;
  dataset: ReadonlySet<string>;
  /** Pages as links name them: `hub:fisher`, `exp:spectra-core`. */
  page: ReadonlySet<string>;
}

/** Kind of id that a field holds, alone or in a list. */
const kinds: Record<string, keyof Hidden> = {
  experiment: 'experiment', experiments: 'experiment', replacedBy: 'experiment', figure: 'experiment', metric: 'experiment',
  upstream: 'experiment', dependsOn: 'experiment', supersedes: 'experiment',
  claim: 'claim', claims: 'claim', against: 'claim', settledBy: 'claim', thesisClaims: 'claim', otherClaims: 'claim',
  restsOn: 'claim', conflictsWith: 'claim', track: 'track', tracks: 'track', hub: 'hub', hubs: 'hub', cards: 'card',
  standIn: 'dataset', see: 'page', page: 'page',
}; // prettier-ignore

/** An id without the metric or figure of an address. */
const named = (id: string): string => id.split(/[/?]/)[0] ?? id;

/** Conditions and answers stand without what would decide them; anything else is about what it names, and goes with it. */
const stands = (value: object): boolean => 'next' in value || 'options' in value;

/**
 * Takes every mention of hidden entries out of parsed content: from lists of ids, from items of lists that are about
 * one, and from links in prose.
 */
export function scrub<T>(data: T, hidden: Hidden, clean: (text: string) => string): T {
  const isHidden = (key: string, value: unknown): boolean => {
    const kind = kinds[key];
    return kind !== undefined && typeof value === 'string' && hidden[kind].has(kind === 'page' ? value : named(value));
  };
  const isAbout = (item: unknown): boolean =>
    typeof item === 'object' &&
    item !== null &&
    !stands(item) &&
    Object.entries(item).some(([key, value]) => isHidden(key, value));
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return clean(value);
    if (Array.isArray(value))
      return value.filter((one) => !isHidden(key, one) && !isAbout(one)).map((one) => walk(one, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, one]) => (isHidden(name, one) ? [] : [[name, walk(one, name)]])),
    );
  };
  return walk(data, '') as T;
}
