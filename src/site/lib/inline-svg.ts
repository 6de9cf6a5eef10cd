import { inlineSvg as cleanSvg } from '../../markdown/svg.ts';
import { anchor } from './format.ts';

/**
 * A generated figure as it stands in a page: cleaned, ids prefixed, and as wide as its place. The `viewBox` stays, so
 * the drawing keeps its shape.
 */
export function inlineFigure(svg: string, id: string, description: string): string {
  const clean = cleanSvg(svg, `${anchor(id)}-`, description);
  const end = clean.indexOf('>');
  if (end < 0) return '';
  const open = clean.slice(0, end);
  const width = /\swidth="([\d.]+)/.exec(open)?.[1];
  const height = /\sheight="([\d.]+)/.exec(open)?.[1];
  const box = open.includes('viewBox') || !width || !height ? '' : ` viewBox="0 0 ${width} ${height}"`;
  return open.replace(/\s(?:width|height|class|style)="[^"]*"/g, '') + box + clean.slice(end);
}
