import type { Entry } from '../../content/types.ts';

/** The text of a page, read when it is asked for: views are kept, and texts are not. */
export interface BodyText {
  readonly text: string;
  format: 'md' | 'mdx';
  /** Relative to the root, forward slashes. */
  file: string;
}

export const bodyText = (entry: Pick<Entry<unknown>, 'body' | 'format' | 'file'>): BodyText => ({
  get text() {
    return entry.body;
  },
  format: entry.format,
  file: entry.file,
});
