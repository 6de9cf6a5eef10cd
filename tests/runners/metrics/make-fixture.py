"""Writes fixture.json: data and the metrics of them, computed with scikit-learn, SciPy and NumPy.

    python3 -m venv VENV && VENV/bin/pip install scikit-learn==1.7.2 scipy==1.17.1 numpy==2.4.6
    VENV/bin/python tests/runners/metrics/make-fixture.py && npx prettier --write tests/runners/metrics/fixture.json

The data are in the file, so that both sides see the same numbers. NaN and infinities are written as text.
"""

import json
import math
import pathlib
import warnings

import numpy
import scipy
import sklearn
from scipy import spatial, stats
from sklearn import calibration, metrics

warnings.simplefilter("ignore")  # undefined metrics are cases here
random = numpy.random.default_rng(20251204)


def plain(value):
    """As JSON can hold it; an infinite or undefined number as text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, numpy.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, (bool, numpy.bool_)):
        return int(value)
    if isinstance(value, numpy.integer):
        return int(value)
    if isinstance(value, (float, numpy.floating)):
        return float(value) if math.isfinite(value) else str(float(value))
    return value


def regression(name, truth, prediction, weights=None):
    truth, prediction = numpy.array(truth, float), numpy.array(prediction, float)
    variance = numpy.average((truth - numpy.average(truth, weights=weights)) ** 2, weights=weights)
    mse = metrics.mean_squared_error(truth, prediction, sample_weight=weights)
    return dict(
        name=name, truth=truth, prediction=prediction, weights=weights,
        expected=dict(
            r2=metrics.r2_score(truth, prediction, sample_weight=weights, force_finite=False),
            mae=metrics.mean_absolute_error(truth, prediction, sample_weight=weights),
            mse=mse,
            rmse=metrics.root_mean_squared_error(truth, prediction, sample_weight=weights),
            nmse=numpy.float64(mse) / variance,
        ),
    )


def ranking(name, truth, score, weights=None):
    truth, score = numpy.array(truth), numpy.array(score, float)
    precision, recall, _ = metrics.precision_recall_curve(truth, score, sample_weight=weights)
    # precision_recall_curve ends with the point (1, 0), which is no threshold.
    precision, recall = precision[:-1], recall[:-1]
    some = truth.any()
    levels = [0, 0.5, 0.9, 0.95, 1]
    return dict(
        name=name, truth=truth, score=score, weights=weights,
        expected=dict(
            auroc=metrics.roc_auc_score(truth, score, sample_weight=weights),
            auprc=metrics.average_precision_score(truth, score, sample_weight=weights) if some else math.nan,
            precisionAtRecall=[
                [level, max(precision[recall >= level]) if some else math.nan] for level in levels
            ],
            recallAtPrecision=[
                [level, max(recall[precision >= level], default=0.0) if some else math.nan] for level in levels
            ],
        ),
    )


def classification(name, truth, prediction, count, weights=None):
    labels = range(count)
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        truth, prediction, labels=labels, sample_weight=weights, zero_division=0
    )
    return dict(
        name=name, truth=truth, prediction=prediction, count=count, weights=weights,
        expected=dict(
            accuracy=metrics.accuracy_score(truth, prediction, sample_weight=weights),
            macroF1=metrics.f1_score(truth, prediction, average="macro", sample_weight=weights, zero_division=0),
            confusion=metrics.confusion_matrix(truth, prediction, labels=labels, sample_weight=weights).ravel(),
            precision=precision, recall=recall, f1=f1,
        ),
    )


def reliability(name, happened, probability, bins, weights=None):
    """Bins with numpy.histogram's sums; the curve of the unweighted cases is scikit-learn's own."""
    happened, probability = numpy.array(happened, float), numpy.array(probability, float)
    w = numpy.ones(len(happened)) if weights is None else numpy.array(weights, float)
    # numpy.histogram closes bins on the left; mirrored, they are closed on the right.
    edges = numpy.linspace(0, 1, bins + 1)
    total = numpy.histogram(-probability, -edges[::-1], weights=w)[0][::-1]
    predicted = numpy.histogram(-probability, -edges[::-1], weights=w * probability)[0][::-1]
    observed = numpy.histogram(-probability, -edges[::-1], weights=w * happened)[0][::-1]
    # ... but for the first, in which the last edge of the mirrored ones lies.
    held = total > 0
    curve = numpy.stack([predicted[held] / total[held], observed[held] / total[held]])
    if weights is None:
        fraction, mean = calibration.calibration_curve(happened, probability, n_bins=bins)
        assert numpy.allclose(curve, [mean, fraction], rtol=0, atol=1e-14), name
    error = numpy.sum(total[held] * abs(curve[1] - curve[0])) / numpy.sum(total)
    return dict(
        name=name, happened=happened, probability=probability, bins=bins, weights=weights,
        expected=dict(predicted=curve[0], observed=curve[1], weight=total[held], error=error),
    )


def uncertainty(name, truth, prediction, sigma, weights=None):
    truth, prediction, sigma = (numpy.array(x, float) for x in (truth, prediction, sigma))
    low, high = prediction - sigma, prediction + sigma
    z = (prediction - truth) / sigma
    centre = numpy.average(z, weights=weights)
    deviation = math.sqrt(numpy.average((z - centre) ** 2, weights=weights))
    if weights is None:
        assert numpy.isclose(deviation, stats.tstd(z, ddof=0), rtol=1e-14)
    return dict(
        name=name, truth=truth, prediction=prediction, sigma=sigma, low=low, high=high, weights=weights,
        expected=dict(
            coverage=numpy.average((low <= truth) & (truth <= high), weights=weights), mean=centre, std=deviation
        ),
    )


def latent(name, truth, prediction, weights=None):
    cosines = [1 - spatial.distance.cosine(a, b) for a, b in zip(truth, prediction)]
    scaled = metrics.mean_squared_error(truth, prediction, sample_weight=weights, multioutput="raw_values")
    centre = numpy.average(truth, axis=0, weights=weights)
    variance = numpy.average((truth - centre) ** 2, axis=0, weights=weights)
    varies = variance > 0
    return dict(
        name=name, truth=truth.ravel(), prediction=prediction.ravel(), dimensions=truth.shape[1], weights=weights,
        expected=dict(
            cosines=cosines,
            meanCosine=numpy.average(cosines, weights=weights),
            varianceNormalisedMse=numpy.mean(scaled[varies] / variance[varies]),
        ),
    )


def intervals(name, truth, score):
    """Standard deviation of AUROC over stratified resamples: a check of the scale of the bootstrap, not of its draws."""
    truth, score = numpy.array(truth), numpy.array(score, float)
    positive, negative = score[truth == 1], score[truth == 0]

    def area(a, b):
        return stats.mannwhitneyu(a, b).statistic / (len(a) * len(b))

    result = stats.bootstrap(
        (positive, negative), area, n_resamples=4000, method="percentile", vectorized=False,
        rng=numpy.random.default_rng(1),
    )
    return dict(
        name=name, truth=truth, score=score,
        expected=dict(
            auroc=area(positive, negative), standardError=result.standard_error,
            low=result.confidence_interval.low, high=result.confidence_interval.high,
        ),
    )


def rounded(values, digits=4):
    return numpy.round(values, digits)


n = 40
truth = rounded(random.normal(3, 1, n))
prediction = rounded(truth + random.normal(0, 0.5, n))
weights = rounded(random.uniform(0, 2, n))
weights[::7] = 0
labels = (random.uniform(size=n) < 0.35).astype(int)
scores = rounded(0.5 + 0.2 * (labels - 0.35) + 0.15 * random.normal(size=n), 3).clip(0, 1)
coarse = numpy.round(scores, 1)
classes = random.integers(0, 4, n)
guesses = numpy.where(random.uniform(size=n) < 0.6, classes, random.integers(0, 4, n))
vectors = rounded(random.normal(size=(12, 5)) * [1, 10, 0.1, 3, 1])
near = rounded(vectors + 0.3 * random.normal(size=(12, 5)) * [1, 10, 0.1, 3, 1])
flat = vectors.copy()
flat[:, 2] = 0.25

fixture = dict(
    versions={"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__},
    regression=[
        regression("plain", truth, prediction),
        regression("weights, some 0", truth, prediction, weights),
        regression("large offset", truth + 2**20, prediction + 2**20, weights),
        regression("worse than the mean", truth, -prediction),
        regression("constant truth", [2.5] * 4, [2, 3, 2, 3]),
        regression("constant truth, perfect", [2.5] * 4, [2.5] * 4),
        regression("constant where it weighs", [1, 1, 1, 5], [1, 2, 1, 5], [1, 2, 1, 0]),
    ],
    ranking=[
        ranking("no ties", labels, scores + numpy.arange(n) * 1e-6),
        ranking("ties", labels, coarse),
        ranking("ties and weights, some 0", labels, coarse, weights),
        ranking("all scores equal", labels, [0.5] * n),
        ranking("perfect", labels, labels + 0.0),
        ranking("reversed", labels, -labels + 0.0),
        ranking("the highest score weighs nothing", [0, 1, 0, 1], [4, 3, 2, 1], [0, 1, 2, 1]),
        ranking("two samples", [0, 1], [-1e300, 1e300]),
        ranking("positives only", [1, 1, 1], [0.2, 0.5, 0.5]),
        ranking("negatives only", [0, 0, 0], [0.2, 0.5, 0.5]),
    ],
    classification=[
        classification("four classes", classes, guesses, 4),
        classification("four classes, weights, some 0", classes, guesses, 4, weights),
        classification("two classes", labels, coarse > 0.5, 2),
        classification("two classes, weights", labels, coarse > 0.5, 2, weights),
        classification("a class never predicted", [0, 1, 2, 2, 1, 0], [0, 1, 1, 1, 1, 0], 3),
        classification("a class that is only predicted", [0, 1, 1, 0], [0, 1, 2, 0], 3),
        classification("a class that does not occur", [0, 2, 2, 0], [0, 2, 0, 0], 3),
        classification("one class only", [1, 1, 1], [1, 1, 1], 2),
    ],
    reliability=[
        reliability("fifteen bins", labels, scores, 15),
        reliability("ten bins, scores on edges", labels, coarse, 10),
        reliability("weights, some 0", labels, scores, 10, weights),
        reliability("one bin", labels, scores, 1),
        reliability("ends of the range", [0, 1, 1, 0], [0.0, 1.0, 0.55, 0.05], 10),
        reliability("confidence in one of four classes", classes == guesses, scores, 15),
    ],
    uncertainty=[
        uncertainty("plain", truth, prediction, rounded(random.uniform(0.2, 0.8, n))),
        uncertainty("weights, some 0", truth, prediction, rounded(random.uniform(0.2, 0.8, n)), weights),
        uncertainty("on the ends and outside", [1, 3, 4, 0], [2, 2, 2, 2], [1, 1, 1, 1]),
    ],
    latent=[
        latent("plain", vectors, near),
        latent("weights", vectors, near, weights[:12]),
        latent("a constant dimension", flat, near),
    ],
    bootstrap=[intervals("ties", labels, coarse)],
)

path = pathlib.Path(__file__).with_name("fixture.json")
path.write_text(json.dumps(plain(fixture)) + "\n")
