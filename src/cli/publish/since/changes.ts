import { UserError } from '@paper-factory/runners/user-error';
import { loadRoot } from '../../../content/load-root.ts';
import type { LoadedRoot } from '../../../content/types.ts';
import type { Changes } from '../../../evidence/changes.ts';
import type { Publication } from '../../../evidence/types.ts';
import { hiddenOf, type Hidden, type HiddenKind } from '../../../site/lib/public-hidden.ts';
import { publicRoot } from '../../../site/lib/public-root.ts';
import { withCheckout } from './checkout.ts';
import { compareSides, sideOf } from './compare.ts';

const union = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): Set<T> => new Set([...a, ...b]);

/** What is private now was not always: it is not named either. */
function bothHidden(then: Hidden, now: Hidden): Hidden {
  const ids: Record<HiddenKind, ReadonlySet<string>> = { ...now.ids };
  for (const kind of Object.keys(ids) as HiddenKind[]) ids[kind] = union(then.ids[kind], now.ids[kind]);
  return {
    ids,
    entries: {
      glossary: union(then.entries.glossary, now.entries.glossary),
      contradictions: union(then.entries.contradictions, now.entries.contradictions),
    },
    claimStandIns: new Map([...then.claimStandIns, ...now.claimStandIns]),
    gateStandIns: new Map([...then.gateStandIns, ...now.gateStandIns]),
    logs: union(then.logs, now.logs),
    files: union(then.files, now.files),
    aliases: union(then.aliases, now.aliases),
  };
}

/** The root as it was, if this version can read it at all. */
function readThen(folder: string, tag: string): { then: LoadedRoot; unread: number } {
  const then = loadRoot(folder);
  // Files that were not fetched, such as data, are no fault here.
  const faults = then.findings.filter(
    ({ rule, severity }) =>
      severity === 'error' && /-is-valid$|^fields-are-valid$|-is-yaml$|^yaml-|^keys-are-known$/.test(rule),
  );
  const fault = faults.find(({ file }) => file === 'factory.config.yaml');
  if (fault) {
    const hint = 'Name a later tag, or build the page with the version of paper-factory that the tag was made with.';
    throw new UserError(`this version cannot read ${tag}: its ${fault.file}:${fault.line} says ${fault.message}`, {
      hint,
    });
  }
  return { then, unread: new Set(faults.map(({ file }) => file)).size };
}

/** What changed in a root since a tag or commit. @throws {UserError} where there is nothing to compare with. */
export function changesSince(now: LoadedRoot, tag: string, publication: Publication): Changes {
  return withCheckout(now.root, tag, ({ folder, commit, date }) => {
    const { then, unread } = readThen(folder, tag);
    const hidden = hiddenOf(now);
    const differences = compareSides(
      sideOf(then, publicRoot(then, bothHidden(hiddenOf(then), hidden))),
      sideOf(now, publicRoot(now, hidden)),
    );
    // A commit leads to the repository that has it.
    const isCommit = commit.startsWith(tag);
    const since = !isCommit ? tag : publication.anonymous ? date : commit.slice(0, 12);
    return { since, date, commit: publication.anonymous ? null : commit, unread, ...differences };
  });
}
