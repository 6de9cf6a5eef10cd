import { escapeHtml } from '../lib/format.ts';
import type { Box } from './layered-graph.ts';

/** Cuts a text to at most `length` letters, with an ellipsis where it was cut. */
export const clip = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;

/** Breaks text into at most `lines` lines of about `length` letters; a word that does not fit is cut. */
export function wrap(text: string, length: number, lines: number): string[] {
  const out: string[] = [''];
  for (const word of text.split(/\s+/)) {
    const last = out[out.length - 1]!;
    if (!last || last.length + word.length < length) out[out.length - 1] = last ? `${last} ${word}` : word;
    else out.push(word);
  }
  const kept = out.length <= lines ? out : [...out.slice(0, lines - 1), out.slice(lines - 1).join(' ')];
  return kept.map((line) => clip(line, length));
}

const round = (value: number): string => String(Math.round(value * 10) / 10);

export const rectangle = ({ x, y, w, h }: Box, kind = 'node'): string =>
  `<rect class="${kind}" x="${round(x)}" y="${round(y)}" width="${w}" height="${h}" rx="3"/>`;

export const label = (x: number, y: number, content: string, kind = ''): string =>
  `<text x="${round(x)}" y="${round(y)}"${kind && ` class="${kind}"`}>${escapeHtml(content)}</text>`;

/** An icon of the page's sprite, 13 units wide, e.g. that of a verdict. */
export const icon = (x: number, y: number, name: string): string =>
  `<svg class="icon" data-v="${name}" x="${round(x)}" y="${round(y)}" width="13" height="13"><use href="#v-${name}"/></svg>`;

/** What a reader can follow, by mouse and keyboard; `name` is what is read aloud. */
export const linked = (href: string, name: string, content: string): string =>
  `<a href="${escapeHtml(href)}" aria-label="${escapeHtml(name)}">${content}</a>`;
