import type { z } from 'zod';
import type { DataPath } from './types.ts';

/** The parts of a zod definition that lead to the schema of a field. */
interface Def {
  innerType?: z.ZodType;
  in?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  valueType?: z.ZodType;
  options?: z.ZodType[];
}

/** What the reference says of the field at a path, or an empty text. A wrapper's own words win over the wrapped. */
export function describeField(schema: z.ZodType, path: DataPath): string {
  if (path.length === 0 && schema.description) return schema.description;
  const def = schema.def as unknown as Def;
  const inner = def.innerType ?? def.in;
  if (inner) return describeField(inner, path);
  if (path.length === 0) return '';
  const [step, ...rest] = path;
  const key = String(step);
  const next = def.shape ? Object.hasOwn(def.shape, key) && def.shape[key] : (def.element ?? def.valueType);
  if (next) return describeField(next, rest);
  for (const option of def.options ?? []) {
    const text = describeField(option, path);
    if (text) return text;
  }
  return '';
}
