import { siteModel } from '../model.ts';

/**
 * What `getStaticPaths` of a page under `[...locale]` gives: every entry in English, and in Chinese where it is
 * translated. The values of the parameters are the address below the folder.
 */
export function routesOf<P extends Record<string, string>>(
  folder: string,
  all: P[],
): { params: P & { locale: string | undefined } }[] {
  const { pages } = siteModel().context;
  return all.flatMap((params) => [
    { params: { ...params, locale: undefined } },
    ...(pages.has(`${folder}/${Object.values(params).join('/')}/`) ? [{ params: { ...params, locale: 'zh' } }] : []),
  ]);
}
