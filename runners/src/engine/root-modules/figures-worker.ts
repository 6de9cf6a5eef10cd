// The figures of one outcome by a module of a root, in a process of its own.
import { UserError } from '../../schema/user-error.ts';
import { figuresBeside } from '../modules.ts';
import { checkFigures } from './check-figures.ts';
import { importFile, importOwn, type OwnModule } from './import-own.ts';
import type { DrawJob, DrawReport } from './figures-process.ts';
import { nameInRoot, placeInRoot } from './place-in-root.ts';

async function figuresFunction({ file, root }: DrawJob): Promise<OwnModule['figures']> {
  const module = await importOwn(file, root);
  const beside = figuresBeside(file);
  if (beside === null) return module.figures;
  const name = nameInRoot(beside, root);
  const { default: figures } = await importFile(beside, root);
  if (typeof figures === 'function') return figures as OwnModule['figures'];
  throw new UserError(`${name} has no function as its default export`, {
    hint: "Expected: export default defineFigures((outcome) => [...]), with defineFigures from 'paper-factory'.",
  });
}

async function draw(job: DrawJob): Promise<DrawReport> {
  try {
    const figures = await (await figuresFunction(job))?.(job.outcome);
    return { figures: checkFigures(figures ?? [], nameInRoot(job.file, job.root)) };
  } catch (error) {
    const place = error instanceof UserError ? null : placeInRoot(error, job.root);
    const message = error instanceof Error ? error.message : String(error);
    const hint = error instanceof UserError && error.hint ? `. ${error.hint}` : '';
    return { fault: `${place === null ? '' : `${place}: `}${message}${hint}` };
  }
}

process.on('disconnect', () => process.exit(1));
process.on('SIGINT', () => {}); // the parent ends it
process.on('message', (job: DrawJob) => void draw(job).then((report) => process.send!(report)));
