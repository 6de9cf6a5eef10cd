import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { drawingFault } from '../../src/content/drawing-fault.ts';
import { bareSvg } from '../../src/markdown/svg.ts';

const svg = (inner: string, more = ''): string => `<svg xmlns="http://www.w3.org/2000/svg"${more}>${inner}</svg>`;

describe('a drawing with more than a drawing', () => {
  const rows: [what: string, text: string, expected: string | null][] = [
    ['a plain one', svg('<path d="M0 0" fill="url(#a)"/><use href="#b"/>'), null],
    ['heads and comments', `<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">\n<!-- a -->${svg('')}`, null],
    ['metadata and a style of lines', svg('<metadata><rdf:RDF><dc:date>x</dc:date></rdf:RDF></metadata><defs><style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style></defs>'), null],
    ['a script', svg('<script>1</script>'), '<script>'],
    ['a script of a prefix', svg('<x:script xmlns:x="http://www.w3.org/2000/svg">1</x:script>'), '<x:script>'],
    ['a style sheet from elsewhere', svg('<style>@import url(https://x.org/a.css)</style>'), '<style>'],
    ['a style sheet of classes', svg('<style>.a{fill:red}</style>'), '<style>'],
    ['a handler', svg('', ' onload="a()"'), 'onload of <svg>'],
    ['a link', svg('<a href="#x"/>'), '<a>'],
    ['an encoded script address', svg('<use href="&#106;avascript:a()"/>'), 'href of <use>'],
    ['a picture from elsewhere', svg('<image xlink:href="https://x.org/a.png"/>'), 'xlink:href of <image>'],
    ['a fill from elsewhere', svg('<path fill="url(https://x.org/#a)"/>'), 'fill of <path>'],
    ['a picture inside', svg('<image href="data:image/png;base64,AA=="/>'), null],
    ['HTML', svg('<foreignObject><p>a</p></foreignObject>'), '<foreignObject>'],
    ['entities of its own', `<!DOCTYPE svg [<!ENTITY a "<script/>">]>${svg('&a;')}`, '<!ENTITY>'],
    ['a style sheet beside', `<?xml-stylesheet href="https://x.org/a.css"?>${svg('')}`, '<?xml-stylesheet>'],
    ['UTF-16', Buffer.from(svg('<script/>'), 'utf16le').toString('utf8'), 'text in another encoding than UTF-8'],
    ['no drawing', '<p>a</p>', 'no <svg>'],
  ]; // prettier-ignore
  for (const [what, text, expected] of rows) test(what, () => assert.equal(drawingFault(text), expected));
});

test('a drawing is published alone', () => {
  const file = svg(
    '<metadata>Ada</metadata><!-- Ada --><title>A &amp; B</title><style>*{a: b}</style><path id="p" d="M0 0"/><use xlink:href="#p" onclick="a()"/>',
    ' xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" inkscape:export-filename="/home/ada/a.png"',
  );
  assert.equal(
    bareSvg(file),
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"><title>A &#x26; B</title><path id="p" d="M0 0" /><use xlink:href="#p" /></svg>',
  );
});
