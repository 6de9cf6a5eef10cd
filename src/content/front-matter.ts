import { type ParsedYaml, parseYaml } from './parse-yaml.ts';
import { finding } from './rules.ts';
import { splitFrontMatter } from './split-front-matter.ts';

export interface FrontMatter extends ParsedYaml {
  body: string;
  /** Line of the file on which the body begins. */
  bodyLine: number;
}

const countLines = (text: string): number => text.split('\n').length;

/** Splits a Markdown file into front matter and body, and parses the front matter as YAML. */
export function parseFrontMatter(text: string, file: string): FrontMatter {
  const refuse = (message: string, hint: string): FrontMatter => ({
    value: undefined,
    line: () => 1,
    findings: [finding('front-matter-is-yaml', file, 1, message, hint)],
    body: '',
    bodyLine: 1,
  });

  if (!/^---(?!-)/.test(text)) {
    const [first] = text.split(/\r?\n/, 1);
    return refuse(
      `expected "---" on the first line, found ${first ? `"${first.slice(0, 40)}"` : 'an empty line'}`,
      'Begin the file with front matter: a line "---", keys and values, a line "---".',
    );
  }
  const language = /^---([^\r\n]*)/.exec(text)![1].trim();
  if (!/^(ya?ml)?$/.test(language)) {
    return refuse(
      `expected YAML front matter, found "---${language}"`,
      'Write the front matter as YAML between "---" lines; nothing in content is ever run.',
    );
  }
  const split = splitFrontMatter(text);
  const end = text.length - split.content.length;
  const closed =
    /\n---\r?\n?$/.test(text.slice(0, end)) && (text[end - 1] === '\n' || /^\s*(\n|$)/.test(split.content));
  if (!closed) {
    return refuse(
      'expected a line "---" that ends the front matter, found none',
      'Add the line "---" before the text.',
    );
  }
  // `split.matter` begins with the line break after the opening "---", so its first line is the file's first line;
  // it lacks its own last line break, of which a Windows file would keep half.
  return { ...parseYaml(`${split.matter}\n`, file), body: split.content, bodyLine: countLines(text.slice(0, end)) };
}
