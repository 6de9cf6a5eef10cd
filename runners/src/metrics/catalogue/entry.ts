import type { Statistic } from '../resample.ts';

/** Columns that a file of predictions may have; others are left alone. */
export type Column = 'y_true' | 'y_pred' | 'y_score' | 'y_low' | 'y_high' | 'sigma' | 'weight' | 'group';

export type Range = 'any' | 'above 0' | '0 or above' | 'between 0 and 1';

/** Columns as metrics read them. Each method throws a UserError that names the line of what it cannot read. */
export interface Predictions {
  /** A column of finite numbers, all within a range. */
  numbers(column: Column, range?: Range): Float64Array;
  /** y_true and y_pred as codes of the sorted class names. */
  classes(): { names: string[]; truth: Int32Array; prediction: Int32Array };
  /** y_true as codes. */
  trueClasses(): Int32Array;
  /** 1 where y_true is the positive one of two classes. */
  positives(): Uint8Array;
  /** Code in `classes()` of the positive one of two classes. */
  positiveCode(): number;
}

/** What a file is about; it may be about several. */
export type Subject = 'numbers' | 'classes' | 'ranking' | 'probabilities' | 'confidences' | 'intervals' | 'errors';

export interface Parameter {
  /** The number after `@`, where none is given. */
  default: number;
  allowed: 'from 0 to 1' | 'a whole number of 1 or more' | 'of 0 or more';
}

interface Entry {
  /** One line. */
  summary: string;
  needs: Column[];
  parameter?: Parameter;
}

export interface CatalogueMetric extends Entry {
  /** It is chosen for files about this when no metric is named; without it, it must be named. */
  chosenFor?: Subject;
  /** Why its value is not finite, where it is not. */
  undefinedWhere?: string;
  /** Resampled class by class, since a resample without one of the classes has no value or another meaning. */
  byClass?: boolean;
  prepare(data: Predictions, parameter: number): Statistic;
}

/** A result that is no single number and has no interval. It must be named. */
export interface CatalogueTable extends Entry {
  table(data: Predictions, parameter: number, weights: Float64Array): { header: string[]; rows: (string | number)[][] };
}
