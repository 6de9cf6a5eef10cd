import type { Extension as FromMarkdownExtension } from 'mdast-util-from-markdown';
import type { Construct, Extension } from 'micromark-util-types';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import type { PluggableList, Processor } from 'unified';

/** What both reading and rendering add to CommonMark. `5~10` is a range and no deletion. */
export const remarkPlugins: PluggableList = [[remarkGfm, { singleTilde: false }], remarkMath];

const autolinks = new Set(['emailAutolink', 'protocolAutolink', 'wwwAutolink']);

/** What a bare address has, be it written as it is or as a character reference. */
const bareAddress = /@|&commat|&#|www|http/i;

/** Whether a text may hold a bare address (`www.example.org`), which GFM makes a link. */
export const mayHoldAddress = (body: string): boolean => bareAddress.test(body);

function withoutAutolinks(extension: Extension): Extension {
  const isOther = ({ name }: Construct): boolean => !autolinks.has(name ?? '');
  const text = Object.entries(extension.text ?? {}).flatMap(([code, constructs]) => {
    const others = [constructs ?? []].flat().filter(isOther);
    return others.length > 0 ? [[code, others] as const] : [];
  });
  return { ...extension, text: Object.fromEntries(text) };
}

type Compiling = FromMarkdownExtension | Compiling[];

function withoutSearch(extension: Compiling): Compiling {
  if (Array.isArray(extension)) return extension.map(withoutSearch);
  return extension.enter && 'literalAutolink' in extension.enter ? { ...extension, transforms: [] } : extension;
}

/**
 * Leaves out the search for bare addresses, which tries every letter of a text: a third of the time of parsing. For texts
 * that {@link mayHoldAddress} says have none; comes after `remarkGfm`.
 */
export function remarkNoAddresses(this: Processor): void {
  const data = this.data() as { micromarkExtensions: Extension[]; fromMarkdownExtensions: Compiling[] };
  data.micromarkExtensions = data.micromarkExtensions.map(withoutAutolinks);
  data.fromMarkdownExtensions = data.fromMarkdownExtensions.map(withoutSearch);
}
