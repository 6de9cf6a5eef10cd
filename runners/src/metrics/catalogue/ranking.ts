import { auprc, auroc, precisionAtRecall, rank, recallAtPrecision, type Ranking } from '../ranking.ts';
import type { CatalogueMetric, Parameter } from './entry.ts';

type Score = (ranking: Ranking, parameter: number, weights: Float64Array) => number;

function ofRanking(summary: string, score: Score, parameter?: Parameter): CatalogueMetric {
  return {
    summary,
    needs: ['y_true', 'y_score'],
    parameter,
    chosenFor: 'ranking',
    undefinedWhere: 'y_true holds one class only',
    byClass: true,
    prepare(data, value) {
      const positives = data.positives();
      const ranking = rank(positives, data.numbers('y_score'));
      // Precision has a value without negatives, but it says nothing about the scores.
      const oneClass = positives.every((label) => label === positives[0]);
      return (weights) => (oneClass ? NaN : score(ranking, value, weights));
    },
  };
}

const share = { default: 0.95, allowed: 'from 0 to 1' } as const;

/** Metrics of scores of two classes. */
export const rankingMetrics: Record<string, CatalogueMetric> = {
  auroc: ofRanking('area under the ROC curve, ties one half', (ranking, _, weights) => auroc(ranking, weights)),
  auprc: ofRanking('average precision', (ranking, _, weights) => auprc(ranking, weights)),
  'precision-at-recall': ofRanking('highest precision with at least this recall', precisionAtRecall, share),
  'recall-at-precision': ofRanking('highest recall with at least this precision', recallAtPrecision, share),
};
