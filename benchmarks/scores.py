"""Scores and counts beside numpy and scikit-learn, in one run.

K-means is compared on the same raw windows: with the plain float64 broadcast, and with scikit-learn's
``KMeans.transform`` of the scaled windows, with and without the scaling.
"""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture

import edgeanomaly_nb as ea
from benchmarks.harness import Goal, interleaved, milliseconds, ratio

N_WINDOWS, N_AXES = 100_000, 39


def run() -> list[Goal]:
    goals = [goal for n_clusters in (5, 32) for goal in kmeans(N_WINDOWS, n_clusters)]
    print("\nK-means, milliseconds at 1, 10 and 100 times 10,000 windows, 5 clusters")
    for n_windows in (10_000, 100_000, 1_000_000):
        kmeans(n_windows, 5, rounds=1)
    return [*goals, gmm(), *sweep()]


def kmeans(n_windows: int, n_clusters: int, rounds: int = 5) -> list[Goal]:
    rng = np.random.default_rng(0)
    middles = rng.normal(size=(n_clusters, N_AXES)) * 2
    windows = middles[rng.integers(n_clusters, size=n_windows)] + rng.normal(size=(n_windows, N_AXES))
    windows = windows.astype(np.float32)
    mean, scale = windows.mean(axis=0), windows.std(axis=0)
    z = (windows - mean) / scale
    fitted = KMeans(n_clusters, n_init=1, random_state=0, max_iter=10).fit(z[:10_000])
    radii = np.full(n_clusters, 4.0)
    model = model_of(mean, scale, fitted.cluster_centers_, radii)
    given = ea.Windows(windows)
    functions = {
        "ours": lambda: model.score(given),
        "transform": lambda: fitted.transform(z),
        "scale and transform": lambda: fitted.transform((windows - mean) / scale),
    }
    if n_windows <= N_WINDOWS:
        functions["broadcast"] = lambda: broadcast(windows, mean, scale, fitted.cluster_centers_, radii)
    seconds = interleaved(functions, rounds=rounds, repeats=3)
    times = ", ".join(f"{name} {milliseconds(seconds, name):.1f}" for name in functions)
    print(f"K-means, {n_windows:,} windows × {N_AXES} axes × {n_clusters} clusters, milliseconds: {times}")
    if n_windows > N_WINDOWS:
        return []
    what = f"K-means, {n_windows:,} windows × {N_AXES} axes × {n_clusters} clusters"
    return [
        Goal(f"{what}, over the float64 broadcast", ratio(seconds, "ours", "broadcast"), 0.8),
        Goal(f"{what}, over KMeans.transform", ratio(seconds, "ours", "transform"), 1.5),
        Goal(f"{what}, over scaling and transform", ratio(seconds, "ours", "scale and transform"), 1.5),
    ]


def model_of(mean: np.ndarray, scale: np.ndarray, centers: np.ndarray, radii: np.ndarray) -> ea.AnomalyModel:
    clusters = [
        {"center": center, "maxError": radius}
        for center, radius in zip(centers.tolist(), radii.tolist(), strict=True)
    ]
    body = {
        "success": True,
        "created": "2026-01-01T00:00:00Z",
        "axes": list(range(len(mean))),
        "mean": mean.tolist(),
        "scale": scale.tolist(),
        "clusters": clusters,
    }
    return ea.AnomalyModel.from_json(json.dumps(body))


def broadcast(
    windows: np.ndarray, mean: np.ndarray, scale: np.ndarray, centers: np.ndarray, radii: np.ndarray
) -> np.ndarray:
    z = (windows.astype(np.float64) - mean) / scale
    distances = np.sqrt(((z[:, None, :] - centers[None]) ** 2).sum(axis=2))
    return np.asarray((distances - radii).min(axis=1))


def gmm() -> Goal:
    rng = np.random.default_rng(0)
    windows = rng.normal(size=(N_WINDOWS, 8))
    fitted = GaussianMixture(8, random_state=0, max_iter=20, tol=1e-1).fit(windows[:5000])
    learned = {"success": True, "created": "2026-01-01T00:00:00Z", "axes": list(range(8)), "mean": [0.0]}
    parameters = {
        "success": True,
        "means": fitted.means_.tolist(),
        "covariances": fitted.covariances_.tolist(),
        "weights": fitted.weights_.tolist(),
    }
    body = json.dumps({**learned, "scale": [1.0], "clusters": []})
    model = ea.AnomalyModel.from_json(body, gmm=json.dumps(parameters))
    given = ea.Windows(windows)
    functions = {"ours": lambda: model.score(given), "sklearn": lambda: fitted.score_samples(windows)}
    figure = ratio(interleaved(functions, rounds=5, repeats=2), "ours", "sklearn")
    return Goal(f"GMM, {N_WINDOWS:,} windows × 8 axes × 8 components, over score_samples", figure, 1.2)


def sweep() -> list[Goal]:
    """Compare what_if at every distinct score with sorting the scores."""
    rng = np.random.default_rng(0)
    goals = []
    print("\nwhat_if at every distinct score of 1,000,000 windows, milliseconds")
    for dtype in ("float32", "float64"):
        scores = rng.normal(size=1_000_000).astype(dtype)
        alone = pd.DataFrame({"score": scores})
        origin = {"sample_id": pd.array(np.arange(len(scores)) // 20, dtype="Int64")}
        outcomes = np.where(rng.random(len(scores)) < 0.1, "anomaly", "no anomaly")
        known = alone.assign(**origin, outcome=outcomes)
        functions = {
            "sort": lambda scores=scores: np.sort(scores),
            "scores alone": lambda alone=alone: ea.what_if(alone),
            "floor": lambda scores=scores: floor(scores),
            "with samples and outcomes": lambda known=known: ea.what_if(known),
        }
        seconds = interleaved(functions, rounds=3, repeats=3)
        print(dtype, ", ".join(f"{name} {milliseconds(seconds, name):.1f}" for name in functions))
        goals.append(
            Goal(
                f"what_if, 1,000,000 {dtype} scores, over np.sort",
                ratio(seconds, "scores alone", "sort"),
                1.5,
            )
        )
        what = f"what_if, 1,000,000 {dtype} scores, over np.sort and writing the columns"
        goals.append(Goal(what, ratio(seconds, "scores alone", "floor"), 1.5))
    return goals


def floor(scores: np.ndarray) -> pd.DataFrame:
    """Sort the scores, and write a frame of the same shape: no what_if can be faster."""
    n = len(scores)
    counts = np.arange(n - 1, -1, -1)
    missing = {f"missing {at}": np.full(n, np.nan) for at in range(2)}
    masked = {f"masked {at}": pd.arrays.IntegerArray(np.zeros(n, int), np.ones(n, bool)) for at in range(2)}
    own = {"windows": np.full(n, n), "flagged": counts, "nan": np.zeros(n, int), "share": counts / n}
    index = pd.Index(np.sort(scores).astype(np.float64), copy=False)
    return pd.DataFrame({**own, **missing, **masked}, index=index, copy=False)
