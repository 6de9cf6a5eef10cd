import { type Hidden, type HiddenKind, isHidden, isHiddenPage } from './public-hidden.ts';

/** Kind of id that a field holds, alone or in a list. */
const kinds: Record<string, HiddenKind> = {
  experiment: 'exp', experiments: 'exp', replacedBy: 'exp', figure: 'exp', metric: 'exp', upstream: 'exp',
  dependsOn: 'exp', supersedes: 'exp',
  claim: 'claim', claims: 'claim', against: 'claim', settledBy: 'claim', thesisClaims: 'claim', otherClaims: 'claim',
  restsOn: 'claim', conflictsWith: 'claim', track: 'track', tracks: 'track', hub: 'hub', hubs: 'hub', cards: 'card',
  standIn: 'dataset', repository: 'repository',
}; // prettier-ignore

/** Fields that name a page of any kind. */
const pageFields: ReadonlySet<string> = new Set(['see', 'page']);

/** Lists of which each item, or field of which each id, decides something: the verdict counts, the name does not show. */
const deciding: ReadonlySet<string> = new Set([
  'risks', 'findings', 'criteria', 'questions', 'gates', 'rows', 'nodes', 'options', 'principles', 'against', 'settledBy',
]); // prettier-ignore

/** What is told of an item that is about one private claim and decides something public. */
const redacted: Record<string, object> = {
  options: { text: 'An answer that is not public' },
  rows: { criterion: 'A criterion that is not public' },
};

export interface ScrubSettings {
  hidden: Hidden;
  /** What becomes of prose. */
  clean: (text: string) => string;
  /** The collection of the data, or the track to which gates belong. */
  of?: string | undefined;
}

type Item = Record<string, unknown>;

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Conditions and questions stand without what would decide them; anything else is about what it names, and goes with it. */
const stands = (item: Item): boolean => 'next' in item || 'options' in item;

/**
 * Takes every mention of hidden entries out of parsed content: from lists of ids, from items of lists that are about
 * one, and from links in prose. Where a hidden claim or gate decides something, its stand-in is left.
 */
export function scrub<T>(data: T, { hidden, clean, of = '' }: ScrubSettings): T {
  const names = (key: string, value: unknown): boolean => {
    if (typeof value !== 'string') return false;
    if (pageFields.has(key)) return isHiddenPage(hidden, value);
    const kind = kinds[key];
    return kind !== undefined && isHidden(hidden, kind, value);
  };
  const standIn = (key: string, value: unknown, within: string): string | undefined =>
    kinds[key] === 'claim' && (deciding.has(within) || deciding.has(key))
      ? hidden.claimStandIns.get(String(value))
      : undefined;

  /** A condition or criterion whose gate is hidden goes by the gate's stand-in, as by a claim. */
  const withoutGate = (item: Item): Item => {
    const left = typeof item.gate === 'string' ? hidden.gateStandIns.get(`${of}/${item.gate}`) : undefined;
    if (left === undefined) return item;
    const { gate: _, ...rest } = item;
    return Array.isArray(rest.claims)
      ? { ...rest, claims: [...(rest.claims as unknown[]), left] }
      : { ...rest, claim: left };
  };

  const fields = (item: Item, within: string): Item =>
    Object.fromEntries(
      Object.entries(withoutGate(item)).flatMap(([name, one]): [string, unknown][] => {
        if (!names(name, one)) return [[name, walk(one, name, within)]];
        const left = standIn(name, one, within);
        return left === undefined ? [] : [[name, left]];
      }),
    );

  const inList = (item: unknown, list: string, within: string): unknown[] => {
    if (names(list, item)) return [standIn(list, item, within) ?? []].flat();
    if (!isItem(item) || stands(item)) return [walk(item, list, list)];
    const about = Object.entries(item).filter(([name, one]) => names(name, one));
    if (about.length === 0) return [fields(item, list)];
    const words = redacted[list];
    const left = about.every(([name]) => name === 'claim') ? standIn('claim', item.claim, list) : undefined;
    if (!words || left === undefined) return [];
    return [{ ...words, claim: left, ...('required' in item ? { required: item.required } : {}) }];
  };

  const walk = (value: unknown, key: string, within: string): unknown => {
    if (typeof value === 'string') return clean(value);
    if (Array.isArray(value)) return value.flatMap((one) => inList(one, key, within));
    return isItem(value) ? fields(value, within) : value;
  };
  return walk(data, '', of) as T;
}
