import { Schema } from 'yaml';

/** Text stays text where a number would lose what was written: leading zeros, too many digits, no finite value. */
function toNumber(text: string): number | string {
  const value = Number(text);
  const exact = Number.isFinite(value) && (!/^[-+]?\d+$/.test(text) || Number.isSafeInteger(value));
  return exact ? value : text;
}

const number = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^[-+]?(?:0|[1-9]\d*|(?=\.\d))(?:\.\d*)?(?:[eE][-+]?\d+)?$/,
  resolve: toNumber,
} as const;

/**
 * How plain YAML values are read, in every file: the core schema (no dates, no `yes`), with one number tag in place
 * of its own, so that `id: 007` and `deadline: 2026-11-21` stay as written. An object, because a `%YAML 1.1` line
 * would switch a schema that is only named.
 */
export const yamlSchema = new Schema({
  schema: 'core',
  resolveKnownTags: false,
  customTags: (tags) => [...tags.filter((tag) => typeof tag === 'string' || !/:(int|float)$/.test(tag.tag)), number],
});
