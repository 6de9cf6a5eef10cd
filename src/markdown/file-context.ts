import type { VFile } from 'vfile';
import type { TextContext } from './context.ts';

/** Hands a document's context to the plugins, which are built once for all documents. */
export function setContext(file: VFile, context: TextContext): void {
  file.data.renderContext = context;
}

export function contextOf(file: VFile): TextContext {
  const context = file.data.renderContext as TextContext | undefined;
  if (!context) throw new Error(`no render context for ${file.path ?? 'this document'}`);
  return context;
}
