import { z } from 'zod';

/** Ids of experiments, datasets, figures: file names and addresses, hence lower kebab-case. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be kebab-case: lower-case letters, digits and single hyphens');

/** Claim ids begin with the track's capital letter: `A-vit-beats-gbdt`. */
export const claimId = z
  .string()
  .regex(/^[A-Z]-[a-z0-9]+(-[a-z0-9]+)*$/, 'must be the track letter, then kebab-case, e.g. C-r2max-snr7');

/** A track is one capital letter. */
export const trackLetter = z.string().regex(/^[A-Z]$/, 'must be one capital letter');

/** A day, kept as text so that no time zone can move it. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date like 2026-11-21');

/** A folder or file inside the root, written with forward slashes. */
export const relativePath = z
  .string()
  .refine((p) => p !== '' && !/^[/~\\]|^[A-Za-z]:/.test(p) && !p.split(/[/\\]/).includes('..'), {
    message: 'must be a path inside the root, without a leading slash or ".."',
  });

/** A generated figure: `<experiment>/<figure>`. */
export const figureAddress = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/, 'must be <experiment>/<figure>');

/** Integer seeds start at 1: seed 0 is ignored by several random generators. */
export const seed = z.int('must be a whole number').min(1, 'must be 1 or more');

/** Text of one kind, described for the reference. */
export const text = (description: string) => z.string().meta({ description });

/** A digest of bytes. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256 in hexadecimal');

/** A list that may be left out. */
export const list = <T extends z.ZodType>(item: T, description: string) =>
  z.array(item).default([]).meta({ description });

export const schemaVersion = z.literal(1).meta({ description: 'Version of this format' });

export const relation = z.enum(['<', '<=', '>', '>=']);
