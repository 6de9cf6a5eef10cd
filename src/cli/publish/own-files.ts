/** The tool's own scripts, styles, fonts and compiled code, which say nothing of a root. */
export const isOwn = (file: string): boolean =>
  /\.(?:js|css|woff2|wasm)$/.test(file) || file === 'favicon.svg' || /^pagefind\/wasm\.\w+\.pagefind$/.test(file);
