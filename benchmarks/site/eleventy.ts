import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The peer: a site generator that many know, with the same parser of formulas. */
const packages = {
  '@11ty/eleventy': '3.1.2',
  '@vscode/markdown-it-katex': '1.1.2',
  katex: '0.16.22',
  'markdown-it': '14.1.0',
};

const config = `import katex from '@vscode/markdown-it-katex';
import markdownIt from 'markdown-it';
export default function (eleventy) {
  eleventy.setLibrary('md', markdownIt({ html: true }).use(katex.default ?? katex, { throwOnError: false }));
  return { dir: { input: 'logs', output: 'out', includes: '../includes' }, markdownTemplateEngine: false };
}
`;

const layout = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }}</title><link rel="stylesheet" href="/katex.min.css"></head>
<body><h1>{{ title }}</h1>{{ content }}</body>
</html>
`;

/** Installs Eleventy, once, where the benchmark keeps what it needs. @returns the folder. */
export function installEleventy(): string {
  const folder = resolve('.factory/bench/eleventy');
  if (existsSync(join(folder, 'node_modules/@11ty/eleventy'))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const names = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--save-exact', ...names], { cwd: folder });
  return folder;
}

/** A site with the logs of a root: their text, and of the front matter the title. @returns the command that builds it. */
export function writeEleventy(installed: string, root: string, folder: string): string[] {
  mkdirSync(join(folder, 'logs'), { recursive: true });
  mkdirSync(join(folder, 'includes'), { recursive: true });
  for (const name of readdirSync(join(root, 'content/experiments'))) {
    const [, head = '', ...body] = readFileSync(join(root, 'content/experiments', name), 'utf8').split('---\n');
    const title = /^title: .*$/m.exec(head)?.[0] ?? '';
    writeFileSync(join(folder, 'logs', name), `---\n${title}\nlayout: log.liquid\n---\n${body.join('---\n')}`);
  }
  writeFileSync(join(folder, 'includes/log.liquid'), layout);
  writeFileSync(join(folder, 'eleventy.config.js'), config);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  cpSync(join(installed, 'node_modules'), join(folder, 'node_modules'), { recursive: true });
  return [process.execPath, join(folder, 'node_modules/@11ty/eleventy/cmd.cjs'), '--quiet'];
}

export const eleventyVersion = packages['@11ty/eleventy'];
