import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measurementsSchema, UserError, type Measurements } from '../schema/index.ts';
import { writeAtomic } from './files.ts';
import { jsonFault } from './json-fault.ts';
import { prettyJson } from './pretty-json.ts';

/** `assets/results/<id>/<profile>/measurements.json`, committed beside the outcome. */
export interface MeasurementStore {
  /**
   * Null where nothing else was measured.
   * @throws {UserError} for a file that cannot be read: what it holds must not be lost by writing over it.
   */
  read(id: string, profile: string): Measurements | null;
  write(measurements: Measurements): void;
}

/** Opens the measurements below a folder of results. */
export function createMeasurementStore(folder: string): MeasurementStore {
  const fileOf = (id: string, profile: string) => join(folder, id, profile, 'measurements.json');
  return {
    read(id, profile) {
      const file = fileOf(id, profile);
      let text: string;
      try {
        text = readFileSync(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw new UserError(`could not read ${file} (${(error as NodeJS.ErrnoException).code})`, { cause: error });
      }
      try {
        return measurementsSchema.parse(JSON.parse(text));
      } catch (error) {
        throw new UserError(`${file} cannot be used: ${jsonFault(error, text)}`, {
          hint: 'Take it from the repository again (of a merge, either side), or remove it: then its measurements are forgotten.',
          cause: error,
        });
      }
    },
    write(measurements) {
      const text = prettyJson(measurementsSchema.parse(measurements));
      writeAtomic(fileOf(measurements.id, measurements.profile), text);
    },
  };
}
