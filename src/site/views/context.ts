import type { Measurement, Outcome, Provenance } from '@paper-factory/runners/schema';
import type { Finding, LoadedRoot } from '../../content/types.ts';
import type { EvidenceState } from '../../evidence/state.ts';
import type { BuildState, Freshness, Judged, Maturity } from '../../evidence/types.ts';
import type { Links } from '../lib/links.ts';
import type { Locale } from '../lib/locale.ts';
import type { Words } from '../text/words.ts';

/** The freshness of a result; `planned` where no run can have given one yet. */
export type ShownFreshness = Omit<Freshness, 'status'> & { status: Freshness['status'] | 'planned' };

/** Everything that views are made from: the public root, what was judged, and what the build knows. */
export interface SiteContext {
  locale: Locale;
  /** The words of the interface. */
  t: Words;
  /** Without private entries; in Chinese where it is translated, for a reader of Chinese. */
  loaded: LoadedRoot;
  /** The same as it was written. */
  original: LoadedRoot;
  /** Pages that exist in both languages, by their English address below the base. */
  pages: ReadonlySet<string>;
  links: Links;
  state: BuildState;
  /**
   * Judged over the whole root. Besides the claims that have a page, `judged` has nameless stand-ins for private claims
   * that decide something public.
   */
  evidence: EvidenceState;
  /** By experiment id, at the root's profile. */
  outcomes: Map<string, Outcome>;
  provenances: Map<string, Provenance>;
  /** What else was measured, by experiment id. */
  measurements: ReadonlyMap<string, readonly Measurement[]>;
  freshness: Map<string, ShownFreshness>;
  /** The claims that have a page. */
  judged: Map<string, Judged>;
  maturity: Map<string, Maturity>;
  /** What `check` finds, as far as it is about what is public. */
  findings: Finding[];
}
