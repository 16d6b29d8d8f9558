/* global numbersOf */
/**
 * The columns of the axes table in the page: search, filters and sorting. Nothing here touches the document.
 */

export const [SELECTED, FAVOURITE, CONFIGURED] = [1, 2, 4];
// Which axes a filter keeps, by their flags & 3: neither, selected, favourite, both.
const KEPT = {
  all: [1, 1, 1, 1], selected: [0, 1, 0, 1], favourite: [0, 0, 1, 1], differ: [0, 1, 1, 0],
  'favourite-only': [0, 0, 1, 0], 'selected-only': [0, 1, 0, 0],
};
export const NO_FILTER = { query: '', show: 'all', sensor: null, feature: null, band_low_hz: null, band_high_hz: null };
const FOLDED = { 'ß': 'ss', 'ſ': 's', 'ς': 'σ', 'µ': 'μ' };

/** Text in one case, as Python's casefold has it for common text, and in one of its canonically equal spellings. */
export function fold(text) {
  return text.normalize('NFC').toLowerCase().replace(/[ßſςµ]/g, (letter) => FOLDED[letter]).normalize('NFC');
}

/** A key that sorts text in any case, and whole numbers in it by value. */
export function sortKey(text) {
  return fold(text).replace(/(?<![.0-9])[0-9]+/g, (digits) => digits.padStart(12, '0'));
}

/** A column of bytes as unsigned numbers; their width follows from its length. */
function codesOf(bytes, count) {
  const types = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array };
  return numbersOf(bytes, types[count ? bytes.byteLength / count : 1]);
}

/** The output of `pack` in Python as text and typed arrays. */
export function decode(packed) {
  const { sensors, tails, features } = packed;
  const count = packed.flags.byteLength;
  return {
    count, sensors, tails, features,
    sensorOf: codesOf(packed.sensor_codes, count),
    tailOf: codesOf(packed.tail_codes, count),
    featureOf: codesOf(packed.feature_codes, tails.length),
    flags: numbersOf(packed.flags, Uint8Array),
    bands: packed.bands.byteLength ? numbersOf(packed.bands, Float64Array) : null,
    ix: packed.ix.byteLength ? numbersOf(packed.ix, packed.ix.byteLength === 4 * count ? Int32Array : BigInt64Array) : null,
    folded: { sensors: sensors.map(fold), tails: tails.map(fold) },
    canonical: sensors.map((name) => name.normalize('NFC')),
    orders: new Map(),
  };
}

/** The label of the axis at a position. */
export function labelAt(data, at) {
  return data.sensors[data.sensorOf[at]] + data.tails[data.tailOf[at]];
}

/** The index (ix) of the axis at a position: a number or a BigInt. */
export function ixAt(data, at) {
  return data.ix ? data.ix[at] : at;
}

/** For each text, whether it contains a word. */
function holding(texts, word) {
  const result = new Uint8Array(texts.length); // Uint8Array.from would take three times as long
  for (let i = 0; i < result.length; i++) result[i] = texts[i].includes(word);
  return result;
}

/** For each axis, whether its label contains all words, which are folded; searches the sensors and the tails. */
function matches(data, words) {
  const { sensorOf, tailOf, folded } = data;
  const result = new Uint8Array(data.count).fill(1);
  for (const word of words) { // a tail after a sensor begins with a space, so no word is partly in both
    const inSensor = holding(folded.sensors, word);
    const inTail = holding(folded.tails, word);
    for (let i = 0; i < result.length; i++) result[i] &= inSensor[sensorOf[i]] | inTail[tailOf[i]];
  }
  return result;
}

/** Whether a band shares frequencies with a range. A common edge counts only where one of them is a single frequency. */
function shares(low, high, from, to) {
  const touches = (from === to || low === high) && low <= to && high >= from;
  return from <= to && (touches || (low < to && high > from));
}

/** For each tail, whether its feature and its band pass the filters. */
function fittingTails(data, { feature, band_low_hz: low, band_high_hz: high }) {
  const from = low ?? -Infinity;
  const to = high ?? Infinity;
  const anyBand = low === null && high === null;
  return data.tails.map((_, tail) =>
    (feature === null || data.features[data.featureOf[tail]] === feature)
    && (anyBand || (data.bands !== null && shares(data.bands[2 * tail], data.bands[2 * tail + 1], from, to))));
}

/** The positions to show, in order, and how many axes each of the four filters would show. */
export function filter(data, state) {
  const { sensorOf, tailOf, flags } = data;
  const fits = matches(data, new Set(fold(state.query).split(/\s+/).filter(Boolean)));
  const sensor = state.sensor === null ? null : state.sensor.normalize('NFC');
  const sensorFits = data.canonical.map((name) => sensor === null || name === sensor);
  const tailFits = fittingTails(data, state);
  const kept = KEPT[state.show];
  const tally = [0, 0, 0, 0];
  const shown = new Uint32Array(data.count);
  let length = 0;
  for (const i of ordered(data, state.sort)) {
    if (!fits[i] || !sensorFits[sensorOf[i]] || !tailFits[tailOf[i]]) continue;
    const both = flags[i] & (SELECTED | FAVOURITE);
    tally[both] += 1;
    if (kept[both]) shown[length++] = i;
  }
  const counts = {};
  for (const [show, keeps] of Object.entries(KEPT)) {
    counts[show] = tally.reduce((sum, axes, both) => sum + axes * keeps[both], 0);
  }
  return { shown: shown.subarray(0, length), counts };
}

const compare = (a, b) => (a < b ? -1 : Number(a > b));

/** For each sort: the entries to rank (by group, then by key) and the entry of each axis. */
const RANKED = {
  index: (data) => ({ keys: data.ix ?? Uint32Array.from(data.flags, (_, i) => i), group: () => 0, of: null }),
  label: (data) => {
    const [heads, tails] = [data.sensors.map(sortKey), data.tails.map(sortKey)];
    const keys = Array.from(data.flags, (_, i) => heads[data.sensorOf[i]] + tails[data.tailOf[i]]);
    return { keys, group: () => 0, of: null };
  },
  sensor: (data) => ({
    keys: data.sensors.map(sortKey), group: (k) => Number(data.sensors[k] === ''), of: data.sensorOf,
  }),
  band: (data) => {
    const banded = (k) => data.bands !== null && !Number.isNaN(data.bands[2 * k]);
    return {
      keys: data.tails.map((_, k) => (banded(k) ? [data.bands[2 * k], data.bands[2 * k + 1]]
        : [sortKey(data.features[data.featureOf[k]]), ''])),
      group: (k) => (banded(k) ? 0 : 1 + Number(data.featureOf[k] === 0)),
      of: data.tailOf,
      compare: (a, b) => compare(a[0], b[0]) || compare(a[1], b[1]),
    };
  },
  selected: (data) => ({ keys: [1, 0], group: () => 0, of: data.flags.map((flags) => flags & SELECTED) }),
  favourite: (data) => ({ keys: [1, 0], group: () => 0, of: data.flags.map((flags) => (flags & FAVOURITE) >> 1) }),
};

/** The place of each entry; equal entries share one. */
function placesOf({ keys, group, compare: comparing = compare }, sign) {
  const both = (a, b) => group(a) - group(b) || sign * comparing(keys[a], keys[b]);
  const sorted = Array.from(keys, (_, k) => k).sort(both);
  const places = new Uint32Array(sorted.length);
  let place = 0;
  sorted.forEach((k, at) => {
    if (at && both(sorted[at - 1], k)) place += 1;
    places[k] = place;
  });
  return places;
}

/** Positions in the order of their places; equal ones keep their order. */
function positionsBy(places, of, count) {
  const next = new Uint32Array(places.length + 1);
  const placeOf = of ? (i) => places[of[i]] : (i) => places[i];
  for (let i = 0; i < count; i++) next[placeOf(i) + 1] += 1;
  for (let place = 1; place < next.length; place++) next[place] += next[place - 1];
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[next[placeOf(i)]++] = i;
  return order;
}

/** The positions of the axes in sorted order; computed once for each sort. */
export function ordered(data, sort) {
  if (!data.orders.has(sort)) {
    const plain = sort === 'index' && !data.ix;
    const ranked = plain ? null : RANKED[sort.replace('-', '')](data);
    const sign = sort.startsWith('-') ? -1 : 1;
    data.orders.set(sort, plain ? Uint32Array.from({ length: data.count }, (_, i) => i)
      : positionsBy(placesOf(ranked, sign), ranked.of, data.count));
  }
  return data.orders.get(sort);
}

/** The texts; of canonically equal spellings only the first. */
export function distinct(texts) {
  const first = new Map();
  for (const text of texts) if (!first.has(text.normalize('NFC'))) first.set(text.normalize('NFC'), text);
  return [...first.values()];
}

/** The indices of axes as a Python list. */
export function pythonList(data, positions) {
  return `[${Array.from(positions, (at) => String(ixAt(data, at))).join(', ')}]`;
}
