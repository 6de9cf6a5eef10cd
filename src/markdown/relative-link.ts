import { posix } from 'node:path';

export interface RelativeLink {
  /** Below the root, forward slashes; begins with `../` where it leads out of the root. */
  target: string;
  /** Without `#`; empty where there is none. */
  fragment: string;
}

/** Whether an address is read from the place of the file that holds it: no scheme, no host, no site path. */
export const isRelative = (url: string): boolean => url !== '' && !/^(?:[a-z][a-z\d+.-]*:|[/?])/i.test(url);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Where a relative link of a file leads. A fragment alone stays in the file. */
export function resolveRelative(url: string, file: string): RelativeLink {
  const at = url.indexOf('#');
  const [path, fragment] = at < 0 ? [url, ''] : [url.slice(0, at), decoded(url.slice(at + 1))];
  const target = path === '' ? file : posix.join(posix.dirname(file), decoded(path.replace(/\?.*$/, '')));
  return { target, fragment };
}
