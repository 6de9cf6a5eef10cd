import { schemaFiles } from '../../runners/src/schema/json-schema.ts';
import { pageText, prose } from './markdown.ts';
import { type JsonSchema, schemaTables } from './schema-tables.ts';

/** A page for every file format, from its schema. */
export function formatPages(): Map<string, string> {
  return new Map(
    [...schemaFiles()].map(([file, text]) => {
      const name = file.replace('.schema.json', '');
      const schema = JSON.parse(text) as JsonSchema & { title: string };
      const words = name.replaceAll('-', ' ');
      const id = `format-${name}`;
      const page = {
        id,
        title: `Format: ${words}`,
        order: 200,
        summary: `${schema.title}: every field, its type, its default and its meaning.`,
        source: `docs/schema/${file}`,
        body: [
          `${prose(schema.title)}. An unknown field is a fault (\`keys-are-known\`), and so is a field of another form`,
          '(`fields-are-valid`).',
          '',
          schemaTables(schema),
        ].join('\n'),
      };
      return [id, pageText(page)];
    }),
  );
}
