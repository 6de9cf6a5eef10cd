import { figureFiles } from '../../../lib/figure-file.ts';

export const { getStaticPaths, GET } = figureFiles('spec');
