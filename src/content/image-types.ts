/** Media types of the pictures that texts may show, by extension: those whose metadata this tool can take out. */
export const imageTypes: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
  ['svg', 'image/svg+xml'],
]);

/** Bytes of the largest picture that a page may load. */
export const maxImageBytes = 1_000_000;
