import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../schema/user-error.ts';
import { collect, lastOf, type Series } from './collect.ts';
import { filesBelow, isFile, onlyOne } from './files.ts';
import { parseEvent, type LoggedEvent } from './tensorboard-event.ts';
import { parseRecords } from './tfrecord.ts';
import type { ReadFile, Tracker } from './tracker.ts';

const isEventFile = (path: string): boolean => basename(path).includes('tfevents');

/** Event files of the one run below a path, in the order written: their names begin with the second. */
function filesOf(path: string): string[] {
  if (isFile(path)) return [path];
  const files = filesBelow(path).filter(isEventFile);
  const run = onlyOne(path, [...new Set(files.map((file) => dirname(file)))], 'TensorBoard run');
  return files.filter((file) => dirname(file) === run).map((file) => join(path, file));
}

function parseEvents(file: string, readFile: ReadFile, notes: string[]): LoggedEvent[] {
  const { records, notes: cut } = parseRecords(readFile(file), file);
  notes.push(...cut);
  return records.map((record, at) => {
    try {
      return parseEvent(record);
    } catch (error) {
      throw new UserError(`${file}: record ${at + 1} is no event (${(error as Error).message})`, {
        hint: 'Its checksum is right, so it was written so: is this a file of TensorBoard?',
        cause: error,
      });
    }
  });
}

/** Courses by tag, while they are read. */
class Courses {
  readonly byTag = new Map<string, Series>();
  readonly notScalar = new Set<string>();
  replaced = 0;

  /** A run that was resumed logs steps again from its checkpoint: what it had logged from there on is replaced. */
  add(tag: string, step: number, value: number): void {
    const course = this.byTag.get(tag) ?? { name: tag, steps: [], values: [] };
    this.byTag.set(tag, course);
    while (course.steps.length > 0 && course.steps.at(-1)! >= step) {
      course.steps.pop();
      course.values.pop();
      this.replaced += 1;
    }
    course.steps.push(step);
    course.values.push(value);
  }
}

/** Event files as TensorFlow, PyTorch, tensorboardX and Keras write them. */
export const tensorboard: Tracker = {
  name: 'tensorboard',
  expects: 'a folder with events.out.tfevents.* files of one run',
  recognises: (path) => (isFile(path) ? isEventFile(path) : filesBelow(path).some(isEventFile)),
  read(path, readFile) {
    const files = filesOf(path);
    const notes: string[] = [];
    const courses = new Courses();
    let began: number | null = null;
    let writer = '';
    for (const file of files) {
      for (const event of parseEvents(file, readFile, notes)) {
        began ??= event.wallTime;
        writer ||= event.writer;
        for (const { tag, value } of event.values) {
          if (value === null) courses.notScalar.add(tag);
          else courses.add(tag, event.step, value);
        }
      }
    }
    if (courses.notScalar.size > 0) notes.push(`no scalars: left out: ${[...courses.notScalar].join(', ')}`);
    if (courses.replaced > 0) {
      notes.push(
        `${courses.replaced} points were logged again at the same or an earlier step: the later ones are read`,
      );
    }
    const series = [...courses.byTag.values()];
    return collect('tensorboard', path, {
      name: basename(dirname(resolve(files[0]))),
      readings: series.flatMap((one) => lastOf(one, `tag ${one.name}`)),
      series,
      date: began ? new Date(began * 1000).toISOString() : null,
      tool: writer || null,
      notes,
    });
  },
};
