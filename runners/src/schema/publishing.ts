import { z } from 'zod';
import { list, text } from './ids.ts';

/** The path as it should be written, or null where it is: `lab` and `/lab` are `/lab/`. */
export function correctedBase(base: string): string | null {
  const steps = base.split('/').filter(Boolean);
  const right = steps.length > 0 ? `/${steps.join('/')}/` : '/';
  return right === base ? null : right;
}

/** Characters that stay as they are in an address. */
const plainBase = /^[\w.~/-]*$/;

/** A path under which a site is served. */
export const basePath = z.string().superRefine((base, context) => {
  const right = correctedBase(base);
  const fault = !plainBase.test(base)
    ? 'must have only letters, digits, ".", "_", "~", "-" and slashes'
    : base.split('/').some((step) => step === '.' || step === '..')
      ? 'must be a path without "." and ".."'
      : right === null
        ? null
        : `must begin and end with a slash: write ${right}`;
  if (fault !== null) context.addIssue({ code: 'custom', message: fault });
});

/** A public address, without a path: that goes into the base. */
export const siteAddress = z.url({ protocol: /^https?$/ }).superRefine((url, context) => {
  if (!URL.canParse(url)) return; // told already
  const { origin, pathname } = new URL(url);
  if (pathname === '/' && !/[?#]/.test(url)) return;
  const base = correctedBase(pathname) ?? pathname;
  context.addIssue({ code: 'custom', message: `must have no path: write ${origin}, and base: ${base}` });
});

/** Letters that a pattern must name: `*` alone would take every word. */
const least = 3;

/** What is replaced by a mark in everything that a build writes. */
export const redactPattern = z
  .string()
  .refine((pattern) => pattern === pattern.trim(), 'must not begin or end with a blank')
  .refine(
    (pattern) => pattern.replace(/[*\s]/g, '').length >= least,
    `must name at least ${least} characters beside "*" and blanks`,
  );

export const anonymousSchema = z
  .strictObject({
    title: text('Title of the site instead of the usual one').default('Anonymous submission'),
    also: list(
      redactPattern,
      'Further words that tell who wrote it, e.g. a telescope, a grant, a user name; * as in redact',
    ),
    allow: list(
      z.string(),
      'Names that may stay, because they are also words of the texts, e.g. the title of the site',
    ),
    names: z.enum(['refuse', 'mark']).default('refuse').meta({
      description: 'A name in running text. refuse: the build stops and lists the places; mark: a mark takes its place',
    }),
  })
  .prefault({})
  .meta({ description: 'What `build --anonymous` does besides leaving authors out' });
