const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

const coordinates = /(\s(?:d|transform|x|y|x1|x2|y1|y2|width|height|r|cx|cy|stroke-dasharray|points)=")([^"]*)(")/g;
const number = /-?\d*\.\d+(?:e[-+]?\d+)?/g;

/** Two decimals are a hundredth of a pixel; the last bits of a position differ between machines. */
function roundCoordinates(svg: string): string {
  return svg.replace(
    coordinates,
    (_, before: string, value: string, after: string) =>
      before + value.replace(number, (text) => String(Number(Number(text).toFixed(2)) + 0)) + after,
  );
}

/** Makes an SVG of Vega's fit for a page: rounded, with its own ids, and with words for those who cannot see it. */
export function finishSvg(svg: string, { id, title, description }: { id: string; title: string; description: string }) {
  const [, width, height] = /<svg[^>]*\swidth="([\d.]+)"[^>]*\sheight="([\d.]+)"/.exec(svg) ?? [];
  const open =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"` +
    ` role="img" aria-labelledby="${id}-title ${id}-desc" class="chart">` +
    `<title id="${id}-title">${escape(title)}</title><desc id="${id}-desc">${escape(description)}</desc>`;
  const body = svg
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(/\bid="((?:clip|gradient)[^"]*)"/g, `id="${id}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#${id}-$1)`)
    // Vega describes every mark to screen readers; the title and description above say it once.
    .replace(/\s(?:role|aria-[a-z]+)="[^"]*"/g, '');
  return `${roundCoordinates(open + body).trimEnd()}\n`;
}
