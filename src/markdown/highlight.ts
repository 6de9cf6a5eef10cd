import rehypeShikiFromHighlighter from '@shikijs/rehype/core';
import type { Element, Parent, Root } from 'hast';
import { createCssVariablesTheme, createHighlighter } from 'shiki';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { isElement } from './hast.ts';
import { visit } from './walk.ts';

/** The style sheet has its colours: code is read once, and not once for each theme of the site. */
const theme = createCssVariablesTheme();

type Highlight = (tree: Root) => Promise<void> | void;

async function createHighlight(): Promise<Highlight> {
  const highlighter = await createHighlighter({
    themes: [theme],
    // Languages load when a text needs them: all of them take four seconds.
    langs: [],
    // Twice as fast as the one in WebAssembly, which takes strings over a border.
    engine: createJavaScriptRegexEngine(),
  });
  return rehypeShikiFromHighlighter(highlighter, {
    theme: theme.name!,
    lazy: true,
    fallbackLanguage: 'text',
    // A line that takes long on a busy machine would else lose its colours: the same text, other bytes.
    tokenizeTimeLimit: 0,
  }) as Highlight;
}

let highlight: Promise<Highlight> | undefined;

/** Says of each part of code of what kind it is, by a variable of the style sheet. */
export function rehypeHighlight() {
  return async (tree: Root): Promise<void> => {
    const blocks: { holder: Parent; index: number }[] = [];
    visit(tree, 'element', (node: Element, index, parent) => {
      if (isElement(node, 'pre')) blocks.push({ holder: parent!, index: index! });
    });
    if (blocks.length === 0) return;
    const colour = await (highlight ??= createHighlight());
    for (const { holder, index } of blocks) {
      const alone: Root = { type: 'root', children: [holder.children[index] as Element] };
      await colour(alone);
      holder.children[index] = alone.children[0] as Element;
    }
  };
}
