/** The link schemes in which evidence is written; `leaderboard` mostly by its MDX component. */
export const schemes = ['metric', 'reported', 'claim', 'exp', 'fig', 'leaderboard'] as const;

export type Scheme = (typeof schemes)[number];

export interface EvidenceUrl {
  scheme: Scheme;
  /** What follows the colon, e.g. `spectra-core/r2?model=vit`. */
  target: string;
}

const pattern = new RegExp(`^(${schemes.join('|')}):(.*)$`, 's');

/** Splits `metric:spectra-core/r2` into scheme and target; null for every other address. */
export function parseEvidenceUrl(url: string): EvidenceUrl | null {
  const match = pattern.exec(url.trim());
  return match && { scheme: match[1] as Scheme, target: match[2] };
}

/** Splits `physics-informed-ai-readme#track-a` into source and place. */
export function parseReported(target: string): { source: string; place: string } {
  const at = target.indexOf('#');
  return at < 0 ? { source: target, place: '' } : { source: target.slice(0, at), place: target.slice(at + 1) };
}
