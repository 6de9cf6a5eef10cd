import { z } from 'zod';
import type { FigureSpec } from '../../figures/figure.ts';
import { slug } from '../../schema/ids.ts';
import { UserError } from '../../schema/user-error.ts';

const figureSchema = z.strictObject({
  name: slug,
  title: z.string(),
  caption: z.string(),
  description: z.string(),
  spec: z.record(z.string(), z.json()),
});

const figuresSchema = z.array(figureSchema).superRefine((figures, context) => {
  for (const [i, { name }] of figures.entries()) {
    if (figures.findIndex((other) => other.name === name) === i) continue;
    context.addIssue({ code: 'custom', path: [i, 'name'], message: `"${name}" is the name of two figures` });
  }
});

/** Figures as the renderer takes them. @param where What made them. @throws {UserError} that names the first fault. */
export function checkFigures(figures: unknown, where: string): FigureSpec[] {
  const parsed = figuresSchema.safeParse(figures);
  if (parsed.success) return figures as FigureSpec[];
  const [{ path, message }] = parsed.error.issues;
  throw new UserError(`${where}: figures${path.map((key) => `[${String(key)}]`).join('')}: ${message}`, {
    hint: 'A figure is { name, title, caption, description, spec }; `spec` is Vega-Lite as plain data.',
  });
}
