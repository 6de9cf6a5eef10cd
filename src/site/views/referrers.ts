import type { SiteModel } from '../model.ts';
import type { Link } from './link.ts';

export function referrers(
  _model: SiteModel,
  _page: string,
  _without: string[] = [],
): { kind: string; links: Link[] }[] {
  return [];
}
