import {
  claimsFileSchema,
  claimsTranslationSchema,
  contradictionsSchema,
  experimentConfigSchema,
  factoryConfigSchema,
  glossarySchema,
  repositoriesSchema,
  startSchema,
  translationSchema,
} from '@paper-factory/runners/schema';
import type { z } from 'zod';
import { collectionSchemas } from '../../content/collection-schemas.ts';
import { openRoot } from '../../content/safe-path.ts';

/** A file that people write, with what its name says of it. */
export interface FixableFile {
  /** Relative to the root. */
  file: string;
  format: string;
  schema: z.ZodObject;
  /** Field that the name of the file decides, and its value. */
  id: { key: string; value: string } | null;
  /** Whether its keys are put in the order of the schema. */
  sorted: boolean;
}

const dataFiles: Record<string, z.ZodObject> = {
  glossary: glossarySchema,
  contradictions: contradictionsSchema,
  repositories: repositoriesSchema,
  start: startSchema,
};

/** Every file of a root that `check --fix` may mend, and its text; what lies outside the root is not among them. */
export function fixableFiles(root: string): { file: FixableFile; text: string }[] {
  const files = openRoot(root);
  const found: FixableFile[] = [
    { file: 'factory.config.yaml', format: 'factory-config', schema: factoryConfigSchema, id: null, sorted: true },
  ];
  for (const { name, file, isFolder } of files.list('experiments')) {
    if (!isFolder) continue;
    const id = { key: 'id', value: name };
    found.push({
      file: `${file}/config.yaml`,
      format: 'experiment-config',
      schema: experimentConfigSchema,
      id,
      sorted: true,
    });
  }
  for (const [collection, schema] of Object.entries(collectionSchemas)) {
    for (const { name, file, isFolder } of files.list(`content/${collection}`)) {
      const match = /^(.+?)(\.zh)?\.mdx?$/.exec(name);
      if (!match || isFolder) continue;
      const value = collection === 'tracks' ? match[1].toUpperCase() : match[1];
      const about = match[2] ? { format: 'translation', schema: translationSchema } : { format: collection, schema };
      found.push({ file, ...about, id: { key: 'id', value }, sorted: true });
    }
  }
  for (const { name, file, isFolder } of files.list('content/claims')) {
    const match = /^([a-z])(\.zh)?\.yaml$/.exec(name);
    if (!match || isFolder) continue;
    const schema = match[2] ? claimsTranslationSchema : claimsFileSchema;
    const id = { key: 'track', value: match[1].toUpperCase() };
    found.push({ file, format: match[2] ? 'claims-translation' : 'claims', schema, id, sorted: false });
  }
  for (const [name, schema] of Object.entries(dataFiles)) {
    found.push({ file: `content/${name}.yaml`, format: name, schema, id: null, sorted: false });
  }
  return found.flatMap((one) => {
    const text = files.text(one.file);
    return text === null ? [] : [{ file: one, text }];
  });
}
