import { claimId, day, figureAddress, sha256, slug, trackLetter } from '../../runners/src/schema/ids.ts';
import { code, prose, table } from './markdown.ts';

/** What is read of a JSON Schema (draft 7), as zod writes it. */
export interface JsonSchema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  pattern?: string;
  format?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema | JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** Forms of text that have a name. */
const forms = new Map(
  [
    [slug, 'id'],
    [claimId, 'claim id'],
    [trackLetter, 'capital letter'],
    [day, 'date'],
    [figureAddress, 'figure'],
    [sha256, 'sha256'],
  ]
    .map(
      ([schema, name]) =>
        [(schema as typeof slug)._zod.def.checks![0]!._zod.def as { pattern?: RegExp }, name as string] as const,
    )
    .map(([{ pattern }, name]) => [pattern!.source, name]),
);

interface Section {
  /** Path of the object, e.g. `claims[].reported`. */
  path: string;
  description: string;
  text: string;
}

const one = (schema: JsonSchema): JsonSchema[] => schema.anyOf ?? schema.oneOf ?? [schema];

const isObject = (schema: JsonSchema): boolean => schema.properties !== undefined;

/** Objects that a field holds, below lists, records and alternatives, with the sign of what they are in. */
function objectsOf(schema: JsonSchema, path: string): { path: string; schema: JsonSchema }[] {
  return one(schema).flatMap((part) => {
    if (isObject(part)) return [{ path, schema: part }];
    const items = Array.isArray(part.items) ? part.items : part.items ? [part.items] : [];
    const values = typeof part.additionalProperties === 'object' ? [part.additionalProperties] : [];
    return [
      ...items.flatMap((item) => objectsOf(item, `${path}[]`)),
      ...values.flatMap((value) => objectsOf(value, `${path}.<name>`)),
    ];
  });
}

/** The type of a value in words. */
function typeOf(schema: JsonSchema): string {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return [...new Set(alternatives.map(typeOf))].join(' or ');
  if (schema.const !== undefined) return code(JSON.stringify(schema.const).replaceAll('"', ''));
  if (schema.enum) return schema.enum.map((value) => code(String(value))).join(', ');
  if (schema.type === 'array') {
    const items = Array.isArray(schema.items) ? schema.items : schema.items ? [schema.items] : [];
    return `list of ${items.map(typeOf).join(', ') || 'anything'}`;
  }
  if (schema.type === 'object') {
    return isObject(schema)
      ? 'object'
      : `map to ${typeof schema.additionalProperties === 'object' ? typeOf(schema.additionalProperties) : 'anything'}`;
  }
  if (schema.type === 'string')
    return forms.get(schema.pattern ?? '') ?? (schema.format === 'uri' ? 'address' : 'text');
  if (schema.type === 'integer') return 'whole number';
  return Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'anything');
}

const defaultOf = (name: string, field: JsonSchema, required: readonly string[]): string => {
  if (field.default !== undefined) return code(JSON.stringify(field.default));
  return required.includes(name) ? '**required**' : 'left out';
};

function rowsOf(properties: Record<string, JsonSchema>, required: readonly string[]): string {
  const rows = Object.entries(properties).map(([name, field]) => [
    code(name),
    typeOf(field),
    defaultOf(name, field, required),
    prose(field.description ?? ''),
  ]);
  return table(['field', 'type', 'default', 'meaning'], rows);
}

/** The field whose constant tells the alternatives apart. */
const tagOf = (schemas: readonly JsonSchema[]): string | undefined =>
  Object.keys(schemas[0]?.properties ?? {}).find(
    (name) =>
      schemas.every(({ properties }) => properties?.[name]?.const !== undefined) &&
      new Set(schemas.map(({ properties }) => properties![name]!.const)).size === schemas.length,
  );

/** Fields that all alternatives share, and what each has of its own. */
function alternatives(schemas: readonly JsonSchema[], tag: string): string {
  const [first] = schemas;
  const same = (name: string): boolean =>
    schemas.every(({ properties }) => JSON.stringify(properties?.[name]) === JSON.stringify(first!.properties![name]));
  const common = Object.fromEntries(Object.entries(first!.properties!).filter(([name]) => same(name)));
  const parts = schemas.map(({ properties = {}, required = [] }) => {
    const own = Object.fromEntries(Object.entries(properties).filter(([name]) => name !== tag && !(name in common)));
    const title = `With ${code(`${tag}: ${String(properties[tag]!.const)}`)}:`;
    return Object.keys(own).length > 0 ? `${title}\n\n${rowsOf(own, required)}` : `${title} nothing more.`;
  });
  return [rowsOf(common, first!.required ?? []), ...parts].join('\n\n');
}

/** The tables of an object and of every object within it, outer ones first. */
function sectionsOf(path: string, schemas: JsonSchema[], description: string): Section[] {
  const tag = schemas.length > 1 ? tagOf(schemas) : undefined;
  const own = tag
    ? alternatives(schemas, tag)
    : schemas.map(({ properties = {}, required = [] }) => rowsOf(properties, required)).join('\n\nor\n\n');
  const inner = new Map<string, { schemas: JsonSchema[]; description: string }>();
  for (const { properties = {} } of schemas) {
    for (const [name, field] of Object.entries(properties)) {
      const found = objectsOf(field, path === '' ? name : `${path}.${name}`);
      for (const { path: at, schema } of found) {
        const known = inner.get(at) ?? { schemas: [], description: field.description ?? '' };
        if (!known.schemas.some((other) => JSON.stringify(other) === JSON.stringify(schema)))
          known.schemas.push(schema);
        inner.set(at, known);
      }
    }
  }
  return [
    { path, description, text: own },
    ...[...inner].flatMap(([at, { schemas: all, description: about }]) => sectionsOf(at, all, about)),
  ];
}

/** A JSON Schema as Markdown: a table of fields for the file, and one for each object in it. */
export function schemaTables(schema: JsonSchema, heading = '##'): string {
  return sectionsOf('', one(schema), '')
    .map(({ path, description, text }) =>
      path === '' ? text : `${heading} ${code(path)}\n\n${description ? `${prose(description)}.\n\n` : ''}${text}`,
    )
    .join('\n\n');
}
