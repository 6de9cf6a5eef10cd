import { escapeHtml } from './format.ts';

const span = (kind: string, text: string): string => (text ? `<span class="${kind}">${escapeHtml(text)}</span>` : '');

function value(text: string): string {
  const comment = /(^|\s)#.*$/.exec(text);
  const body = comment ? text.slice(0, comment.index) : text;
  const tail = comment ? span('c', text.slice(comment.index)) : '';
  const parts = body.split(
    /("(?:[^"\\]|\\.)*"|'[^']*'|(?<![\w.-])-?\d[\d_]*(?:\.\d+)?(?:e[-+]?\d+)?(?![\w.-])|\b(?:true|false|null)\b)/,
  );
  return (
    parts.map((part, i) => (i % 2 ? span(/^["']/.test(part) ? 's' : 'n', part) : escapeHtml(part))).join('') + tail
  );
}

/** Indentation of the block text (`key: >-`) that a line begins, or null. */
function blockIndent(line: string): number | null {
  return /(?::|-)\s+[>|][-+0-9]*\s*(?:#.*)?$/.test(line) ? line.search(/\S/) : null;
}

/** A config without its top-level `notes`, which pages print beside it. */
export function withoutNotes(text: string): string {
  return text.replace(/^notes:[^\n]*\n(?:(?:[ \t]+[^\n]*)?(?:\n|$))*/m, '').replace(/\n{3,}/g, '\n\n');
}

/** YAML as HTML with comments, keys, numbers and strings marked; the text is unchanged. */
export function highlightYaml(text: string): string {
  let block: number | null = null;
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      if (block !== null && (line.trim() === '' || line.search(/\S/) > block)) return escapeHtml(line);
      block = blockIndent(line);
      const match = /^(\s*(?:- )*)([\w./-]+|"[^"]*")(:)(?=\s|$)(.*)$/.exec(line);
      if (!match) return value(line);
      const [, indent = '', key = '', colon = '', rest = ''] = match;
      return escapeHtml(indent) + span('k', key) + colon + value(rest);
    })
    .join('\n');
}
