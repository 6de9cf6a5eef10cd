import { z } from 'zod';
import { apiItems } from '../../src/site/api/formats.ts';
import { code, pageText } from './markdown.ts';
import { type JsonSchema, schemaTables } from './schema-tables.ts';

/** The page of the files that a built site has for programs, from their schemas. */
export function apiPage(): [id: string, text: string] {
  const files = Object.entries(apiItems).map(([name, schema]) => {
    const fields = schemaTables(
      z.toJSONSchema(schema, { target: 'draft-7', unrepresentable: 'any' }) as JsonSchema,
      '###',
    );
    return [`## ${code(`api/${name}.json`)}`, '', fields.replaceAll(/^### `/gm, `### \`${name}.`)].join('\n');
  });
  const body = [
    'A built site has its data as JSON, without a server. `api/index.json` lists the files. Each is an object with',
    '`$schema`, `schemaVersion` and `items`; the tables below say what one item holds. Its JSON Schema lies at',
    '`api/schema/<name>.schema.json`. Addresses have the base path of the site. Private entries are in no file.',
    '',
    files.join('\n\n'),
  ].join('\n');
  const page = {
    ...{ id: 'api', title: 'Data of a site', order: 40, source: 'src/site/api/formats.ts', body },
    summary: 'The JSON files that every built site has for programs, and what they hold.',
  };
  return [page.id, pageText(page)];
}
