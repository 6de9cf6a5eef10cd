import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const rulesDir = path.resolve(import.meta.dirname, '../fixtures/rules');
export const baseDir = path.join(rulesDir, '_base');

/** Folders of `tests/fixtures/rules` named by a rule, or `<rule>--<variant>`. */
export const caseNames = (): string[] => readdirSync(rulesDir).filter((name) => !name.startsWith('_'));

/** Lays a case's files over the valid root in a folder. A file `<name>.removed` takes `<name>` away. */
function layRoot(name: string | null, root: string): void {
  cpSync(baseDir, root, { recursive: true });
  if (name) cpSync(path.join(rulesDir, name), root, { recursive: true });
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.removed')) continue;
    rmSync(path.join(root, file));
    rmSync(path.join(root, file.slice(0, -'.removed'.length)), { recursive: true });
  }
  rmSync(path.join(root, 'expected.json'), { force: true });
}

const newFolder = () => mkdtempSync(path.join(tmpdir(), 'paper-factory-'));

/** Lays a case out in a temporary folder, hands it to `use` and removes it. */
export function withRoot<T>(name: string | null, use: (root: string) => T): T {
  const root = newFolder();
  try {
    layRoot(name, root);
    return use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The same for a `use` that takes its time. */
export async function withRootFor(name: string | null, use: (root: string) => Promise<void>): Promise<void> {
  const root = newFolder();
  try {
    layRoot(name, root);
    await use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
