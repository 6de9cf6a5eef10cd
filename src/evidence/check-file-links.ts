import { resolveRelative } from '../markdown/relative-link.ts';
import { finding } from '../content/rules.ts';
import { didYouMean } from '../content/suggest.ts';
import type { Finding } from '../content/types.ts';
import type { FileLink, TextEvidence } from '../markdown/links.ts';
import type { Text } from './texts.ts';

/** A page of the root and what its text says. */
export interface ReadPage {
  page: Text;
  evidence: TextEvidence;
}

const isPage = (target: string): boolean => /\.mdx?$/i.test(target);

/** What is wrong with one link, or null. */
function faultOf(
  { url, isImage }: FileLink,
  file: string,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
  images: ReadonlyMap<string, number>,
): [message: string, hint: string] | null {
  const { target, fragment } = resolveRelative(url, file);
  if (target.startsWith('../')) {
    return [`${url} leads out of the root`, 'Copy what is needed into the root, or link its public address.'];
  }
  if (images.has(target)) return null;
  if (isImage) {
    const hint = 'Pictures lie in the folder images/ beside the text; write their path from the text.';
    return [`the picture ${url} is not there`, didYouMean(target, images.keys()) + hint];
  }
  const there = anchors.get(target);
  if (!there) {
    const what = isPage(target) ? 'is no page of this root' : 'is no page and no picture of this root';
    return [
      `${url}: ${target} ${what}`,
      `${didYouMean(target, anchors.keys())}Correct the path, which is read from this file.`,
    ];
  }
  if (fragment === '' || there.has(fragment)) return null;
  const hint = didYouMean(fragment, there) || 'It is made from the words of a heading, in lower case with hyphens.';
  return [`${url}: ${target} has no heading "#${fragment}"`, hint];
}

/** Relative links between the texts of a root, to their headings and to pictures: each must lead somewhere. */
export function checkFileLinks(pages: readonly ReadPage[], images: ReadonlyMap<string, number>): Finding[] {
  const anchors = new Map(pages.map(({ page, evidence }) => [page.file, new Set(evidence.anchors)]));
  return pages.flatMap(({ page, evidence }) =>
    evidence.fileLinks.flatMap((link) => {
      const fault = faultOf(link, page.file, anchors, images);
      return fault ? [finding('file-link-resolves', page.file, page.bodyLine + link.line - 1, ...fault)] : [];
    }),
  );
}
