/* global numbersOf */
/**
 * What a threshold flags: the first of the scores in descending order. All sums are made once, so that a move of the
 * slider is a few binary searches. The same numbers as edgeanomaly_nb.scores.what_if.
 */

const LARGEST_FLOAT32 = 3.4028234663852886e38;

/** The scores that `pack_scores` has sent, with sums over the first of them. */
export function readScores(packed) {
  const scores = numbersOf(packed.scores, packed.is_float32 ? Float32Array : Float64Array);
  const groups = { ...packed, scores, count: scores.length };
  groups.positions = positionsOf(numbersOf(packed.classes, Uint8Array), 3 * Math.max(packed.label_names.length, 1));
  groups.labelTotals = packed.label_names.map((_, label) => sum(groups, label, null, scores.length));
  groups.outcomeTotals = [0, 1, 2].map((outcome) => sum(groups, null, outcome, scores.length));
  if (packed.n_samples) sumSamples(groups, numbersOf(packed.samples, Uint32Array));
  return groups;
}

/** Where the windows of each class are in the order. */
function positionsOf(classes, count) {
  const totals = new Uint32Array(count);
  for (const code of classes) totals[code] += 1;
  const positions = Array.from(totals, (total) => new Uint32Array(total));
  const filled = new Uint32Array(count);
  for (let at = 0; at < classes.length; at += 1) positions[classes[at]][filled[classes[at]]++] = at;
  return positions;
}

/** Sums over the first windows: of squares of flagged windows per sample, of products with its size, of samples. */
function sumSamples(groups, samples) {
  const n = samples.length;
  const sizes = new Uint32Array(groups.n_samples);
  for (let at = 0; at < n; at += 1) sizes[samples[at]] += 1;
  const seen = new Uint32Array(groups.n_samples);
  const [squares, products, found] = [new Float64Array(n + 1), new Float64Array(n + 1), new Uint32Array(n + 1)];
  for (let at = 0; at < n; at += 1) {
    const sample = samples[at];
    squares[at + 1] = squares[at] + 2 * seen[sample] + 1;
    products[at + 1] = products[at] + sizes[sample];
    found[at + 1] = found[at] + (seen[sample] ? 0 : 1);
    seen[sample] += 1;
  }
  const sumOfSquares = sizes.reduce((total, size) => total + size * size, 0);
  Object.assign(groups, { squares, products, found, sumOfSquares });
}

/** How many items of an ordered array come before the first for which `isBehind` is true. */
function before(array, isBehind) {
  let [low, high] = [0, array.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBehind(array[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many of the first windows have a label and an outcome; null for any. */
function sum({ positions }, label, outcome, flagged) {
  return positions.reduce((total, places, code) => {
    const isWanted = (label === null || Math.floor(code / 3) === label) && (outcome === null || code % 3 === outcome);
    return isWanted ? total + before(places, (place) => place >= flagged) : total;
  }, 0);
}

/** What a threshold flags: in all, by label, by outcome, and in how many samples. */
export function countFlagged(groups, number, rule) {
  const largest = groups.is_float32 ? LARGEST_FLOAT32 : Number.MAX_VALUE; // what is infinite is always flagged
  const inRange = Math.min(Math.max(number, -largest), largest);
  const threshold = groups.is_float32 ? Math.fround(inRange) : inRange;
  const isFine = rule === '>' ? (score) => score <= threshold : (score) => score < threshold;
  const flagged = before(groups.scores, isFine);
  return {
    flagged,
    share: flagged / groups.count,
    samples: groups.n_samples ? groups.found[flagged] : 0,
    byLabel: groups.labelTotals.map((_, label) => sum(groups, label, null, flagged)),
    byOutcome: [0, 1, 2].map((outcome) => sum(groups, null, outcome, flagged)),
    next: [groups.scores[flagged] ?? -Infinity, groups.scores[flagged - 1] ?? Infinity],
    ...interval(groups, flagged),
  };
}

/** The interval of the share, as edgeanomaly_nb.scores.intervals.share_intervals computes it. */
function interval(groups, flagged) {
  const [n, m] = [groups.count, groups.n_samples];
  if (m < 2) return { low: NaN, high: NaN };
  const share = flagged / n;
  const inSamples = groups.squares[flagged] - 2 * share * groups.products[flagged] + share * share * groups.sumOfSquares;
  const variance = (inSamples * m) / (m - 1) / n / n;
  const local = variance > 1e-15 && share > 0 && share < 1 ? (share * (1 - share)) / variance : Infinity;
  const perSize = groups.quantile ** 2 / Math.min(local, groups.n_effective);
  const middle = (share + perSize / 2) / (1 + perSize);
  const half = Math.sqrt(share * (1 - share) * perSize + (perSize * perSize) / 4) / (1 + perSize);
  return { low: Math.max(middle - half, 0), high: Math.min(middle + half, 1) };
}

/** The positions of the windows that may cause a false alarm: the normal ones if outcomes are known, else all. */
function normalPositions(groups) {
  if (!groups.normal) {
    const [, normal, odd] = groups.outcomeTotals;
    const chosen = groups.positions.filter((_, code) => !(normal + odd) || code % 3 === 1);
    groups.normal = new Uint32Array(chosen.reduce((total, places) => total + places.length, 0));
    chosen.reduce((at, places) => (groups.normal.set(places, at), at + places.length), 0);
    groups.normal.sort();
  }
  return groups.normal;
}

/** The next higher number of the same precision. */
function nextAfter(number, isFloat32) {
  const [Float, Int] = isFloat32 ? [Float32Array, Int32Array] : [Float64Array, BigInt64Array];
  const value = new Float([number]);
  const bits = new Int(value.buffer);
  const one = isFloat32 ? 1 : 1n;
  if (value[0] === 0) bits[0] = one;
  else bits[0] += value[0] > 0 ? one : -one;
  return value[0];
}

/**
 * The lowest threshold that flags at most a share of the normal windows; null if there is none. Windows that are never
 * flagged, because they are the first in a row, are −infinity: then every finite score may be flagged.
 */
export function thresholdFor(groups, share, rule) {
  const normal = normalPositions(groups);
  if (!normal.length) return null;
  const found = groups.scores[normal[Math.floor(share * normal.length + 1e-9)]];
  if (found === Infinity) return null;
  if (found > -Infinity) return rule === '>' ? found : nextAfter(found, groups.is_float32);
  const finite = Array.from(normal, (at) => groups.scores[at]).filter(Number.isFinite);
  if (!finite.length) return null;
  return rule === '>' ? -nextAfter(-finite.at(-1), groups.is_float32) : finite.at(-1);
}
