import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import type { PluggableList } from 'unified';

/** What both reading and rendering add to CommonMark. `5~10` is a range and no deletion. */
export const remarkPlugins: PluggableList = [[remarkGfm, { singleTilde: false }], remarkMath];
