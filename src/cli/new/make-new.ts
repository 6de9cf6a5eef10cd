import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import type { LoadedRoot } from '../../content/types.ts';
import { writeNew } from '../../importers/write-new.ts';
import { UsageError } from '../command.ts';
import { gitAuthor } from '../init/guess.ts';
import { checkInside } from '../inside-root.ts';
import { replaceFile } from '../replace-file.ts';
import type { Fields } from '../templates/fill.ts';
import { today } from '../today.ts';
import { addClaim } from './add-claim.ts';
import { checkId, firstFree, nextLetter, slugOf } from './free-id.ts';
import type { Kind } from './kinds.ts';
import { nextSteps } from './next-steps.ts';
import { planClaim } from './plan-claim.ts';
import { planPage } from './plan-page.ts';

export interface Asked {
  kind: Kind;
  id?: string;
  title?: string;
  track?: string;
  suite?: string;
  claim?: string;
  lang?: 'en' | 'zh';
}

export interface MadeNew {
  id: string;
  title: string;
  /** New files, relative to the root. */
  files: string[];
  /** Files that something was added to. */
  changed: string[];
  /** What to do next, in words. */
  next: string[];
}

const words = (id: string): string => {
  const text = id.replace(/^[A-Z]-/, '').replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

function chooseTrack({ tracks }: LoadedRoot, { kind, id, track }: Asked): string | null {
  if (kind === 'track') return null;
  const wanted = track ?? (kind === 'claim' ? /^([A-Z])-/.exec(id ?? '')?.[1] : undefined);
  const known = [...tracks.keys()];
  if (wanted === undefined) return known.length === 1 ? known[0] : null;
  if (tracks.has(wanted)) return wanted;
  const hint = known.length > 0 ? `Known: ${known.join(', ')}.` : 'Make one: `paper-factory new track --title "…"`.';
  throw new UserError(`there is no track "${wanted}"`, { hint });
}

function chooseId(loaded: LoadedRoot, { kind, id, title }: Asked, track: string | null): string {
  const prefix = kind === 'claim' ? `${track}-` : '';
  if (id !== undefined) return checkId(loaded, kind, id.startsWith(prefix) ? id : `${prefix}${id}`);
  if (kind === 'track') return nextLetter(loaded);
  if (title === undefined) {
    throw new UsageError(`expected an id or a title for the ${kind}`, {
      hint: `paper-factory new ${kind} --title "…"`,
    });
  }
  // A title without Latin letters gives none.
  return firstFree(loaded, kind, `${prefix}${slugOf(title) || kind}`);
}

/** The suite of an experiment: as asked for, else the one that all others have, else its own. */
function chooseSuite({ experiments, configs }: LoadedRoot, { suite }: Asked, id: string): string {
  const known = new Set([
    ...[...experiments.values()].map(({ data }) => data.suite),
    ...[...configs.values()].map(({ config }) => config.suite),
  ]);
  return suite ?? (known.size === 1 ? [...known][0] : id);
}

function chooseClaim({ claims }: LoadedRoot, { kind, claim }: Asked): string | null {
  if (claim !== undefined && claims.has(claim)) return claim;
  if (claim === undefined && kind !== 'principle') return null;
  const known = [...claims.keys()];
  const shown = known.slice(0, 8).join(', ') + (known.length > 8 ? ' …' : '');
  const hint = known.length > 0 ? `Claims here: ${shown}.` : 'Make one first: `paper-factory new claim --title "…"`.';
  if (claim !== undefined) throw new UserError(`there is no claim "${claim}"`, { hint });
  throw new UsageError('a principle rests on a claim, and none is named: give --claim ID', { hint });
}

/** Makes what is asked for. @throws {UserError} before anything is written. */
export function makeNew(loaded: LoadedRoot, asked: Asked, env: NodeJS.ProcessEnv): MadeNew {
  const { root, config } = loaded;
  const { kind } = asked;
  const track = chooseTrack(loaded, asked);
  if (kind === 'claim' && track === null) {
    const known = [...loaded.tracks.keys()].join(', ');
    const hint = known
      ? `Give --track LETTER; known: ${known}.`
      : 'Make a track first: `paper-factory new track --title "…"`.';
    throw new UsageError('a claim belongs to a track, and none is named', { hint });
  }
  const claim = chooseClaim(loaded, asked);
  const id = chooseId(loaded, asked, track);
  const title =
    asked.title ?? (kind === 'track' ? `${{ en: 'Track', zh: '课题' }[asked.lang ?? config.lang]} ${id}` : words(id));
  const lang = asked.lang ?? config.lang;
  const author = gitAuthor(root, env) ?? config.authors[0] ?? { en: 'The authors', zh: '作者' }[lang];
  const suite = chooseSuite(loaded, asked, id);
  const fields: Fields & { id: string } = { id, title, date: today(), author, lang, track, suite, claim };

  if (kind === 'claim') return writeClaim(loaded, track!, lang, { ...fields, id }, title);
  const files = planPage(loaded, kind, lang, fields);
  for (const file of files.keys()) checkInside(root, file);
  writeNew(root, files);
  return { id, title, files: [...files.keys()], changed: [], next: nextSteps(kind, id, config) };
}

function writeClaim(
  { root, config }: LoadedRoot,
  track: string,
  lang: 'en' | 'zh',
  fields: Fields & { id: string },
  title: string,
): MadeNew {
  const file = `content/claims/${track.toLowerCase()}.yaml`;
  checkInside(root, file);
  const claim = planClaim(root, lang, fields);
  const next = nextSteps('claim', fields.id, config);
  if (existsSync(join(root, file))) {
    const text = readFileSync(join(root, file), 'utf8');
    replaceFile(root, file, text, addClaim(file, text, claim));
    return { id: fields.id, title, files: [], changed: [file], next };
  }
  writeNew(root, new Map([[file, addClaim(file, `schemaVersion: 1\ntrack: ${track}\nclaims: []\n`, claim)]]));
  return { id: fields.id, title, files: [file], changed: [], next };
}
