import { posix } from 'node:path';

/** A file of the site as a page of it names it from the file system; null for what is not on the site. */
export type Locate = (address: string, from: string) => string | null;

/**
 * Makes what turns addresses of a site into paths between its files.
 * @param base path under which the pages were built
 * @param files every file that is packed, relative to the site
 */
export function createLocate(base: string, files: ReadonlySet<string>): Locate {
  return (address, from) => {
    if (/^(?:[a-z][a-z\d+.-]*:|\/\/|#|$)/i.test(address)) return null;
    const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(address) ?? [];
    if (path === '') return null;
    const folder = posix.dirname(from);
    let file: string;
    try {
      file = path.startsWith(base)
        ? decodeURIComponent(path.slice(base.length))
        : path.startsWith('/')
          ? decodeURIComponent(path.slice(1))
          : posix.join(folder, decodeURIComponent(path));
    } catch {
      return null;
    }
    if (file === '' || file === '.' || file.endsWith('/')) file = posix.join(file, 'index.html');
    // A link to a page without its slash, e.g. from a text.
    if (!files.has(file) && files.has(`${file}/index.html`)) file = `${file}/index.html`;
    const relative = posix.relative(folder, file);
    return relative.split('/').map(encodeURIComponent).join('/') + rest;
  };
}
