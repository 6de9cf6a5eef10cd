import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RouteData, SSRManifest } from 'astro';
import type { Program } from './program.ts';
import { resolveFromTool } from './resolve.ts';
import { toolFolder } from './tool-files.ts';

/** What Astro bundles as the entry of its own pre-rendering. */
interface BuildApp {
  manifest: SSRManifest;
  getComponentByRoute(route: RouteData): Promise<{ getStaticPaths?: () => unknown }>;
  setInternals(internals: object): void;
  setOptions(options: object): void;
  render(request: Request, options: { routeData: RouteData }): Promise<Response>;
}

/** A page or file to render. */
export interface Route {
  /** Address below the base path, without slashes at its ends; empty for the home page. */
  path: string;
  data: RouteData;
}

export interface App {
  base: string;
  site: string;
  routes(): Promise<Route[]>;
  render(route: Route): Promise<Uint8Array>;
}

/** Astro's App asks the build for styles and scripts; after the build, the manifest knows them. */
function stylesOf({ routes }: SSRManifest) {
  const pages = new Map(
    routes.map(({ routeData: { route, component }, styles }) => [
      `${route}&${component}`,
      { styles: styles.map((sheet, order) => ({ sheet, order, depth: 0 })) },
    ]),
  );
  return { pagesByKeys: { get: (key: string) => pages.get(key) } };
}

/** The path of a route for one value of its parameters. */
function pathOf(route: RouteData, params: Record<string, string | undefined>): string {
  return route.segments
    .map((parts) =>
      parts.map((part) => (part.dynamic ? (params[part.content.replace('...', '')] ?? '') : part.content)).join(''),
    )
    .filter((segment) => segment !== '')
    .join('/');
}

/** Loads a program. Its pages are of the root that PAPER_FACTORY_ROOT names. */
export async function openApp(program: Program): Promise<App> {
  resolveFromTool(dirname(dirname(program.entry)), toolFolder);
  // The module keeps the paths of the root that it renders: each root of a process has its own.
  const root = encodeURIComponent(process.env.PAPER_FACTORY_ROOT ?? '');
  const { app } = (await import(`${pathToFileURL(program.entry).href}?${root}`)) as { app: BuildApp };
  const { manifest } = app;
  app.setInternals(stylesOf(manifest));
  const silent = { level: 'warn', destination: { write: () => true } };
  app.setOptions({ settings: { scripts: [] }, logger: { options: silent } });
  const { base, site = 'http://localhost:4321' } = manifest;
  const origin = new URL(site).origin;

  async function pathsOf(data: RouteData): Promise<Route[]> {
    if (data.pathname !== undefined) return [{ path: data.pathname.replace(/^\//, ''), data }];
    const { getStaticPaths } = await app.getComponentByRoute(data);
    const all = getStaticPaths?.() as { params: Record<string, string | undefined> }[];
    return all.map(({ params }) => ({ path: pathOf(data, params), data }));
  }

  return {
    base,
    site,
    async routes() {
      const own = manifest.routes.map(({ routeData }) => routeData).filter((data) => data.prerender);
      return (await Promise.all(own.map(pathsOf))).flat();
    },
    async render({ path, data }) {
      // As `trailingSlash: 'always'` wants it: files alone have none, where their route says what kind they are.
      const slash = path === '' || /\.\w+$/.test(data.route) ? '' : '/';
      const url = new URL(`${base}${encodeURI(path)}${slash}`, origin);
      const response = await app.render(new Request(url), { routeData: data });
      if (response.status !== 200 && path !== '404') throw new Error(`${path} was answered with ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

/** File of a route below `dist`. */
export const fileOf = ({ path, data }: Route): string =>
  data.type === 'page' ? (path === '404' ? '404.html' : path === '' ? 'index.html' : `${path}/index.html`) : path;
