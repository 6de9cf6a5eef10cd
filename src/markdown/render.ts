import type { Root } from 'hast';
import rehypeStringify from 'rehype-stringify';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import type { Processor } from 'unified';
import { unified } from 'unified';
import { VFile } from 'vfile';
import { readCached, writeCached } from './cache.ts';
import type { Heading, RenderContext, Rendered } from './context.ts';
import { setContext } from './file-context.ts';
import { remarkMdxIsData } from './mdx.ts';
import { rehypePlugins, rehypeRawIfAny } from './plugins.ts';
import { recordingResolver } from './recording.ts';
import { remarkPlugins } from './remark-plugins.ts';

type Pipeline = Processor<any, any, any, any, any>;

function createPipeline(format: 'md' | 'mdx'): Pipeline {
  return unified()
    .use(remarkParse)
    .use(format === 'mdx' ? [remarkMdx, ...remarkPlugins, remarkMdxIsData] : remarkPlugins)
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeRawIfAny)
    .use(rehypePlugins)
    .use(rehypeStringify)
    .freeze() as Pipeline;
}

/** Built at first use: Shiki and KaTeX take a moment to load. */
const pipelines = new Map<'md' | 'mdx', Pipeline>();

function pipelineFor(format: 'md' | 'mdx'): Pipeline {
  const known = pipelines.get(format);
  if (known) return known;
  const made = createPipeline(format);
  pipelines.set(format, made);
  return made;
}

async function run(body: string, context: RenderContext): Promise<Rendered> {
  const pipeline = pipelineFor(context.format ?? 'md');
  const file = new VFile({ value: body });
  setContext(file, context);
  const tree = (await pipeline.run(pipeline.parse(file), file)) as Root;
  return { html: pipeline.stringify(tree, file) as string, headings: file.data.headings as Heading[] };
}

/** Renders a text and its headings; remembered by content and by the answers it was rendered with. */
export async function renderDocument(body: string, context: RenderContext): Promise<Rendered> {
  const kept = await readCached(body, context);
  if (kept) return kept;
  const { resolver, asked } = recordingResolver(context.resolver);
  const rendered = await run(body, { ...context, resolver });
  await writeCached(body, context, asked, rendered);
  return rendered;
}

/** Renders a text to HTML that is safe to put into a page. */
export async function renderMarkdown(body: string, context: RenderContext): Promise<string> {
  return (await renderDocument(body, context)).html;
}
