import type { Root } from 'hast';
import type { Root as MdastRoot } from 'mdast';
import rehypeStringify from 'rehype-stringify';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { VFile } from 'vfile';
import { UserError } from '@paper-factory/runners/schema';
import { readCached, writeCached, type RenderedText } from './cache.ts';
import type { Heading, RenderContext, Rendered, TextContext } from './context.ts';
import { setContext } from './file-context.ts';
import { fillHoles, holesOf, nonceOf } from './holes.ts';
import { remarkMdxIsData } from './mdx.ts';
import { mathHandlers } from './math.ts';
import { parseMarkdown } from './parse.ts';
import { rehypePlugins, rehypeRawIfAny } from './plugins.ts';

type Format = 'md' | 'mdx';

function createPipeline(format: Format) {
  return (
    unified()
      .use(format === 'mdx' ? [remarkMdxIsData] : [])
      .use(remarkRehype, { allowDangerousHtml: true, handlers: mathHandlers })
      .use(rehypeRawIfAny)
      .use(rehypePlugins)
      // What content writes as HTML is parsed and sanitised by then: drawn formulas alone are left as strings.
      .use(rehypeStringify, { allowDangerousHtml: true })
      .freeze()
  );
}

/** Built at first use: Shiki and KaTeX take a moment to load. */
const pipelines = new Map<Format, ReturnType<typeof createPipeline>>();

function pipelineFor(format: Format): ReturnType<typeof createPipeline> {
  const known = pipelines.get(format);
  if (known) return known;
  const made = createPipeline(format);
  pipelines.set(format, made);
  return made;
}

/** A text that is no MDX is a fault that the check tells with its file; here is where building stops. */
function parse(body: string, format: Format): MdastRoot {
  const parsed = parseMarkdown(body, format);
  if ('tree' in parsed) return parsed.tree;
  const { message, line } = parsed.fault;
  const hint = 'Run `paper-factory check`, which names the file.';
  throw new UserError(`expected MDX, found a fault on line ${line}: ${message}`, { hint });
}

async function run(body: string, context: TextContext): Promise<RenderedText> {
  const format = context.format ?? 'md';
  const pipeline = pipelineFor(format);
  const file = new VFile({ value: body });
  setContext(file, context);
  const tree = (await pipeline.run(parse(body, format), file)) as Root;
  const html = pipeline.stringify(tree, file) as string;
  return { html, holes: holesOf(file), nonce: nonceOf(file), headings: file.data.headings as Heading[] };
}

/** Renders all of a text that follows from the text alone; remembered by its content. */
export async function renderText(body: string, context: TextContext): Promise<RenderedText> {
  const kept = readCached(body, context);
  if (kept) return kept;
  const rendered = await run(body, context);
  writeCached(body, context, rendered);
  return rendered;
}

/** Renders a text and its headings, with what the evidence says today. */
export async function renderDocument(body: string, context: RenderContext): Promise<Rendered> {
  const text = await renderText(body, context);
  return { html: fillHoles(text, context), headings: text.headings };
}
