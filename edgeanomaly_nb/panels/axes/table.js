/* global initialize */
/**
 * The axes table: search, filters, sorting, marks and copying, all in the browser, so that it also works in a
 * saved page without a kernel. The part above "What is on the page" is pure and knows no document.
 */

const [SELECTED, FAVOURITE, CONFIGURED] = [1, 2, 4];
// Which axes a filter keeps, by their flags & 3: neither, selected, favourite, both.
const KEPT = { all: [1, 1, 1, 1], selected: [0, 1, 0, 1], favourite: [0, 0, 1, 1], differ: [0, 1, 1, 0] };
const FOLDED = { 'ß': 'ss', 'ſ': 's', 'ς': 'σ', 'µ': 'μ' };

/** Text in one case, as Python's casefold has it for common text, and in one of its canonically equal spellings. */
export function fold(text) {
  return text.normalize('NFC').toLowerCase().replace(/[ßſςµ]/g, (letter) => FOLDED[letter]).normalize('NFC');
}

/** A key that sorts text in any case, and whole numbers in it by value. */
export function sortKey(text) {
  return fold(text).replace(/(?<![.0-9])[0-9]+/g, (digits) => digits.padStart(12, '0'));
}

/** Text cut to a length. */
export function cut(text, limit) {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

/** A column of bytes as numbers; its width is what its length says. */
function numbers(view, count, types) {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
  return new types[count ? bytes.length / count : 1](bytes.buffer);
}

const UNSIGNED = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array };

/** What `pack` in Python made, as text and typed arrays. */
export function decode(packed) {
  const { sensors, tails, features } = packed;
  const count = packed.flags.byteLength;
  return {
    count, sensors, tails, features,
    sensorOf: numbers(packed.sensor_codes, count, UNSIGNED),
    tailOf: numbers(packed.tail_codes, count, UNSIGNED),
    featureOf: numbers(packed.feature_codes, tails.length, UNSIGNED),
    flags: numbers(packed.flags, count, UNSIGNED),
    bands: packed.bands.byteLength ? numbers(packed.bands, 1, { [packed.bands.byteLength]: Float64Array }) : null,
    ix: packed.ix.byteLength ? numbers(packed.ix, count, { 4: Int32Array, 8: BigInt64Array }) : null,
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

/** Tell for each axis whether a folded text is in its label, by way of its sensor and its tail. */
function found(data, wanted) {
  const { sensorOf, tailOf, folded } = data;
  const inSensor = folded.sensors.map((text) => text.includes(wanted));
  const inTail = folded.tails.map((text) => text.includes(wanted));
  const result = new Uint8Array(data.count);
  for (let i = 0; i < result.length; i++) result[i] = inSensor[sensorOf[i]] || inTail[tailOf[i]];
  for (let at = 1; at < wanted.length; at++) { // it may begin in the sensor and end in the tail
    const ends = folded.sensors.map((text) => text.endsWith(wanted.slice(0, at)));
    if (!ends.includes(true)) continue;
    const begins = folded.tails.map((text) => text.startsWith(wanted.slice(at)));
    if (!begins.includes(true)) continue;
    for (let i = 0; i < result.length; i++) result[i] |= ends[sensorOf[i]] && begins[tailOf[i]];
  }
  return result;
}

/** Tell whether a band shares frequencies with a range; a common edge is not enough, but for one frequency. */
function shares(low, high, from, to) {
  const touches = (from === to || low === high) && low <= to && high >= from;
  return from <= to && (touches || (low < to && high > from));
}

/** Tell for each tail whether its feature and its band are asked for. */
function fittingTails(data, { feature, band_low_hz: low, band_high_hz: high }) {
  const from = low ?? -Infinity;
  const to = high ?? Infinity;
  const anyBand = low === null && high === null;
  return data.tails.map((_, tail) =>
    (feature === null || data.features[data.featureOf[tail]] === feature)
    && (anyBand || (data.bands !== null && shares(data.bands[2 * tail], data.bands[2 * tail + 1], from, to))));
}

/** The positions to show, in order, and how many axes each of the four filters would show. */
export function filter(data, wanted) {
  const { sensorOf, tailOf, flags } = data;
  const text = fold(wanted.query.trim());
  const fits = text ? found(data, text) : new Uint8Array(data.count).fill(1);
  const sensor = wanted.sensor === null ? null : wanted.sensor.normalize('NFC');
  const sensorFits = data.canonical.map((name) => sensor === null || name === sensor);
  const tailFits = fittingTails(data, wanted);
  const kept = KEPT[wanted.show];
  const tally = [0, 0, 0, 0];
  const shown = new Uint32Array(data.count);
  let length = 0;
  for (const i of ordered(data, wanted.sort)) {
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

/** What each sort goes by: entries to rank (group first, then key) and the entry of each axis. */
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

/** Give each entry its place; equal ones share one. */
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

/** Positions in the order of their places, equal ones as they stand. */
function positionsBy(places, of, count) {
  const next = new Uint32Array(places.length + 1);
  const placeOf = of ? (i) => places[of[i]] : (i) => places[i];
  for (let i = 0; i < count; i++) next[placeOf(i) + 1] += 1;
  for (let place = 1; place < next.length; place++) next[place] += next[place - 1];
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[next[placeOf(i)]++] = i;
  return order;
}

/** The position of each axis in sorted order; worked out once for each sort. */
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

const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** How many axes are selected, and how that stands to the favourites. */
export function flagsInWords(data) {
  const tally = { selected: 0, favourite: 0, missed: 0, extra: 0, atOdds: 0 };
  for (const flags of data.flags) {
    const [selected, favourite] = [flags & SELECTED, (flags & FAVOURITE) >> 1];
    tally.selected += selected;
    tally.favourite += favourite;
    tally.missed += favourite & ~selected;
    tally.extra += selected & ~favourite;
    tally.atOdds += selected ^ ((flags & CONFIGURED) >> 2);
  }
  if (!data.count) return 'This block has no axes.';
  const words = [`${tally.selected} of ${counted(data.count, 'axis', 'axes')} selected`];
  if (!tally.favourite) words.push('no favourites');
  else {
    if (tally.missed) words.push(`${counted(tally.missed, 'favourite', 'favourites')} not selected`);
    if (tally.extra) words.push(`${tally.extra} selected but not favourite`);
    if (!tally.missed && !tally.extra) words.push('these are the favourites');
  }
  if (tally.atOdds) words.push(`${tally.atOdds} where the flags and selectedAxes disagree (≠)`);
  return words.join(' · ');
}

/** The indices of axes as a Python list. */
export function pythonList(data, positions) {
  return `[${Array.from(positions, (at) => String(ixAt(data, at))).join(', ')}]`;
}

/* ---- What is on the page ---- */

const ROW_PX = 28;
const MOST_ROWS = 11;
const AHEAD = 4;
const QUIET_MS = 100;
const STATE = ['query', 'show', 'sort', 'sensor', 'feature', 'band_low_hz', 'band_high_hz'];
const SHOWN_AS = { all: 'All', selected: 'Selected', favourite: 'Favourite', differ: 'Differ' };
const TITLES = {
  all: 'All axes', selected: 'Axes that are selected', favourite: 'Axes that feature importance favoured',
  differ: 'Axes that are selected or favourite, but not both',
};
const HEADERS = [
  ['index', 'ix'], ['label', 'label'], ['sensor', 'sensor'], ['band', 'feature'],
  ['selected', 'selected'], ['favourite', 'favourite'],
];
let views = 0;

/** An element with properties, attributes (in `attributes`) and children. */
function make(tag, { attributes = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Set text only where it changes, so that the page does no needless work. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** The texts, of canonically equal spellings the first. */
function distinct(texts) {
  const first = new Map();
  for (const text of texts) if (!first.has(text.normalize('NFC'))) first.set(text.normalize('NFC'), text);
  return [...first.values()];
}

/** A control with its name in front. */
function named(name, control, ...more) {
  return make('label', { className: 'ea-field' }, make('span', { textContent: name }), control, ...more);
}

/** Put text on the clipboard; where the page may not, by way of a text area. */
async function copyText(text, near) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const area = make('textarea', { value: text, className: 'ea-hidden', readOnly: true });
    near.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    before?.focus();
    return done;
  }
}

/** One view of the table in the page. */
class AxesTableView {
  constructor(model, el) {
    this.model = model;
    this.id = `ea-axes-${views++}`;
    this.data = decode(model.get('_axes'));
    this.marked = new Uint8Array(this.data.count);
    this.state = {};
    this.unsent = new Set();
    this.rows = [];
    this.current = 0;
    this.anchor = 0;
    this.build(el);
    this.listen();
    write(this.words, flagsInWords(this.data));
    this.pull();
    // Thousands of sensors take longer to list than the table takes to appear.
    this.later = setTimeout(() => this.fillSelects(), 0);
  }

  /* -- building -- */

  build(el) {
    this.root = make('div', { className: 'ea-axes' }, this.buildBar(), this.buildGrid(), this.buildFoot());
    this.root.classList.toggle('ea-plain', this.data.sensors.length + this.data.features.length === 2);
    el.append(this.root);
  }

  buildBar() {
    const { data } = this;
    this.search = make('input', {
      type: 'search', className: 'ea-search', placeholder: 'search labels', spellcheck: false,
      attributes: { 'aria-label': 'Search labels', autocomplete: 'off' },
    });
    this.buttons = Object.keys(KEPT).map((show) => make('button', {
      type: 'button', value: show, title: TITLES[show], onclick: () => this.edit({ show }),
    }));
    this.sensor = this.buildSelect('sensor');
    this.feature = this.buildSelect('feature');
    this.low = this.buildHertz('band_low_hz', 'Lowest frequency in Hz', 'from');
    this.high = this.buildHertz('band_high_hz', 'Highest frequency in Hz', 'to');
    const narrowing = [
      data.sensors.length > 1 && named('sensor', this.sensor),
      data.features.length > 1 && named('feature', this.feature),
      data.bands && make('span', { className: 'ea-field', attributes: { role: 'group', 'aria-label': 'Frequency range' } },
        'band', this.low, '–', this.high, 'Hz'),
    ].filter(Boolean);
    const show = make('div', { className: 'ea-show', attributes: { role: 'group', 'aria-label': 'Show' } }, ...this.buttons);
    return make('div', {}, make('div', { className: 'ea-bar' }, this.search, show),
      ...(narrowing.length ? [make('div', { className: 'ea-bar' }, ...narrowing)] : []));
  }

  buildSelect(name) {
    return make('select', {
      attributes: { 'aria-label': name === 'sensor' ? 'Sensor' : 'Feature' },
      onchange: (event) => this.edit({ [name]: this.choices[name][event.target.selectedIndex] }),
    });
  }

  buildHertz(name, label, placeholder) {
    return make('input', {
      type: 'number', min: '0', step: 'any', placeholder, title: `${label}; bands that reach into the range are shown`,
      attributes: { 'aria-label': label },
      oninput: ({ target }) => this.edit({ [name]: target.valueAsNumber >= 0 ? target.valueAsNumber : null }),
    });
  }

  buildGrid() {
    this.headers = HEADERS.map(([sort, name], at) => make('div', { attributes: { role: 'columnheader', 'aria-colindex': at + 1 } },
      make('button', {
        type: 'button', title: `Sort by ${name}`, onclick: () => this.sortBy(sort),
      }, make('span', { textContent: name }), make('span', { className: 'ea-arrow', attributes: { 'aria-hidden': 'true' } }))));
    const head = make('div', { className: 'ea-head', attributes: { role: 'rowgroup' } },
      make('div', { className: 'ea-row', attributes: { role: 'row', 'aria-rowindex': '1' } }, ...this.headers));
    this.body = make('div', { className: 'ea-body', attributes: { role: 'rowgroup' } });
    this.grid = make('div', {
      className: 'ea-grid', tabIndex: 0,
      attributes: { role: 'grid', 'aria-label': 'Axes', 'aria-multiselectable': 'true', 'aria-colcount': HEADERS.length },
    }, head, this.body);
    // As high as all axes need, and the same whatever is shown, so that nothing below jumps.
    // Where there is more, half a row is cut: it says that the table goes on.
    const lines = this.data.count > MOST_ROWS ? MOST_ROWS + 0.5 : Math.max(this.data.count, 1);
    this.grid.style.height = `${(lines + 1) * ROW_PX + 2}px`;
    return this.grid;
  }

  buildFoot() {
    this.words = make('span');
    this.shownWords = make('span');
    this.copied = make('span', { className: 'ea-copied' });
    this.copyShown = make('button', { type: 'button', textContent: 'Copy shown indices', onclick: () => this.copy('shown') });
    this.copyMarked = make('button', { type: 'button', textContent: 'Copy marked indices', onclick: () => this.copy('marked') });
    return make('div', { className: 'ea-foot' },
      make('div', { className: 'ea-status', attributes: { role: 'status', 'aria-atomic': 'false' } },
        make('div', {}, this.words), make('div', {}, this.shownWords, this.copied)),
      make('div', { className: 'ea-copy' }, this.copyShown, this.copyMarked));
  }

  fillSelects() {
    const { data } = this;
    const none = { sensor: data.sensorOf.includes(0), feature: data.featureOf.includes(0) };
    this.choices = {};
    for (const name of ['sensor', 'feature']) {
      const known = distinct(data[`${name}s`].slice(1));
      this.choices[name] = [null, ...known, ...(none[name] ? [''] : [])];
      this[name].replaceChildren(...this.choices[name].map((value) => make('option', {
        textContent: value === null ? 'all' : cut(value, 60) || `no ${name}`,
      })));
    }
    this.showControls();
  }

  /* -- listening -- */

  listen() {
    this.search.addEventListener('input', () => this.edit({ query: this.search.value }));
    this.grid.addEventListener('scroll', () => this.drawSoon());
    this.grid.addEventListener('keydown', (event) => this.onKey(event));
    this.body.addEventListener('mousedown', (event) => { if (event.shiftKey) event.preventDefault(); });
    this.body.addEventListener('click', (event) => this.onClick(event));
    this.onFirst = (event) => this.keepFromNotebook(event);
    window.addEventListener('keydown', this.onFirst, true);
    this.onChange = () => this.pull();
    for (const name of [...STATE, 'marked']) this.model.on(`change:${name}`, this.onChange);
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.grid);
  }

  /**
   * JupyterLab would take keys like "b" (a new cell) for its own where the focus is on no text box. It looks for
   * this attribute on the element itself, after the window and before us. Its shortcuts with Ctrl are left to it.
   */
  keepFromNotebook({ target, key, ctrlKey, metaKey }) {
    if (!this.root.contains(target)) return;
    target.toggleAttribute('data-lm-suppress-shortcuts', !(ctrlKey || metaKey) || key.toLowerCase() === 'a');
  }

  close() {
    if (this.unsent.size) this.send();
    clearTimeout(this.later);
    cancelAnimationFrame(this.frame);
    this.resized.disconnect();
    window.removeEventListener('keydown', this.onFirst, true);
    for (const name of [...STATE, 'marked']) this.model.off(`change:${name}`, this.onChange);
    this.root.remove();
  }

  /* -- state: here first, and told to the model when it is quiet -- */

  pull() {
    if (this.sending) return;
    const change = {};
    for (const name of STATE) {
      const value = this.model.get(name) ?? null;
      if (!this.unsent.has(name) && value !== this.state[name]) change[name] = value;
    }
    if (!this.unsent.has('marked')) this.pullMarks();
    if (Object.keys(change).length) this.apply(change);
    else this.draw();
  }

  pullMarks() {
    this.marked.fill(0);
    const raw = this.model.get('marked');
    for (const at of numbers(raw, 1, { [raw.byteLength]: Uint32Array })) this.marked[at] = 1;
  }

  edit(change) {
    this.apply(change);
    this.sendSoon(Object.keys(change));
  }

  sendSoon(names) {
    for (const name of names) this.unsent.add(name);
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.send(), QUIET_MS);
  }

  send() {
    clearTimeout(this.quiet);
    this.sending = true;
    for (const name of this.unsent) this.model.set(name, name === 'marked' ? this.packMarks() : this.state[name]);
    this.unsent.clear();
    this.sending = false;
    try {
      this.model.save_changes();
    } catch {
      // No kernel: the table goes on without one.
    }
  }

  packMarks() {
    return new DataView(Uint32Array.from(this.markedPositions()).buffer);
  }

  markedPositions() {
    const positions = [];
    this.marked.forEach((is, at) => { if (is) positions.push(at); });
    return positions;
  }

  apply(change) {
    Object.assign(this.state, change);
    const { shown, counts } = filter(this.data, this.state);
    this.shown = shown;
    this.current = 0;
    this.anchor = 0;
    this.grid.scrollTop = 0;
    this.body.style.height = `${Math.max(shown.length, 1) * ROW_PX}px`;
    this.grid.setAttribute('aria-rowcount', shown.length + 1);
    for (const button of this.buttons) {
      write(button, `${SHOWN_AS[button.value]} ${counts[button.value]}`);
      button.setAttribute('aria-pressed', String(button.value === this.state.show));
    }
    this.copyShown.disabled = !shown.length;
    this.showSort();
    this.showControls();
    this.draw();
  }

  showSort() {
    const { sort } = this.state;
    this.headers.forEach((header, at) => {
      const sorted = HEADERS[at][0] === sort.replace('-', '');
      const descending = sorted && sort.startsWith('-');
      header.setAttribute('aria-sort', sorted ? (descending ? 'descending' : 'ascending') : 'none');
      write(header.querySelector('.ea-arrow'), sorted ? (descending ? '▼' : '▲') : '');
    });
  }

  showControls() {
    const { query, band_low_hz: low, band_high_hz: high } = this.state;
    if (this.search.value !== query) this.search.value = query;
    for (const [box, value] of [[this.low, low], [this.high, high]]) {
      if (document.activeElement !== box || value !== null) {
        if (box.valueAsNumber !== value) box.value = value ?? '';
      }
    }
    for (const name of this.choices ? ['sensor', 'feature'] : []) {
      this[name].selectedIndex = this.choices[name].indexOf(this.state[name]);
    }
  }

  sortBy(column) {
    this.edit({ sort: this.state.sort === column ? `-${column}` : column });
  }

  /* -- rows: only those in sight are in the page -- */

  drawSoon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  draw() {
    if (!this.shown) return;
    const { shown } = this;
    const inSight = Math.ceil((this.grid.clientHeight || MOST_ROWS * ROW_PX) / ROW_PX);
    const first = Math.max(0, Math.min(Math.floor(this.grid.scrollTop / ROW_PX), shown.length - inSight) - AHEAD);
    const count = Math.max(0, Math.min(inSight + 2 * AHEAD, shown.length - first));
    while (this.rows.length < count) this.rows.push(this.buildRow());
    while (this.rows.length > count) this.rows.pop().row.remove();
    this.rows.forEach((row, j) => this.fillRow(row, first + j));
    this.showEmpty();
    const active = this.rows.find(({ place }) => place === this.current);
    if (active) this.grid.setAttribute('aria-activedescendant', active.row.id);
    else this.grid.removeAttribute('aria-activedescendant');
    this.showMarks();
  }

  buildRow() {
    const cells = HEADERS.map((_, at) => make('span', { attributes: { role: 'gridcell', 'aria-colindex': at + 1 } }));
    const [mark, ix] = [make('span', { className: 'ea-mark', attributes: { 'aria-hidden': 'true' } }), make('span')];
    cells[0].append(mark, ix);
    const texts = [1, 2, 3].map((at) => cells[at].appendChild(make('bdi', { dir: 'auto' })));
    const odd = make('abbr', { className: 'ea-odd', textContent: '≠' });
    const yes = cells[4].appendChild(make('span'));
    cells[4].append(odd);
    const row = make('div', { className: 'ea-row', attributes: { role: 'row' } }, ...cells);
    this.body.append(row);
    return { row, mark, ix, texts, yes, odd, favourite: cells[5] };
  }

  fillRow(parts, place) {
    const { data } = this;
    const at = this.shown[place];
    const label = labelAt(data, at);
    const feature = data.features[data.featureOf[data.tailOf[at]]];
    parts.place = place;
    parts.row.id = `${this.id}-${place}`;
    parts.row.style.top = `${place * ROW_PX}px`;
    parts.row.setAttribute('aria-rowindex', place + 2);
    parts.row.setAttribute('aria-selected', String(this.marked[at] === 1));
    parts.row.classList.toggle('ea-current', place === this.current);
    write(parts.mark, this.marked[at] ? '✓' : '');
    write(parts.ix, String(ixAt(data, at)));
    [label, data.sensors[data.sensorOf[at]], feature].forEach((text, k) => {
      write(parts.texts[k], text.trim() || k ? cut(text, 200) : '(no label)');
      parts.texts[k].parentElement.title = cut(text, 500);
    });
    this.fillFlags(parts, data.flags[at]);
  }

  fillFlags(parts, flags) {
    const [selected, configured] = [(flags & SELECTED) !== 0, (flags & CONFIGURED) !== 0];
    write(parts.yes, selected ? '● yes' : '');
    write(parts.favourite, flags & FAVOURITE ? '★ yes' : '');
    parts.odd.hidden = selected === configured;
    parts.odd.title = selected ? 'flagged as selected, but not in the block’s selectedAxes'
      : 'in the block’s selectedAxes, but not flagged as selected';
    parts.odd.setAttribute('aria-label', parts.odd.title);
  }

  showEmpty() {
    const empty = !this.shown.length;
    if (empty && !this.empty) {
      this.empty = make('div', { className: 'ea-row ea-empty', attributes: { role: 'row' } },
        make('span', {
          textContent: this.data.count ? 'No axis fits the search and the filters.' : 'This block has no axes.',
          attributes: { role: 'gridcell', 'aria-colspan': HEADERS.length },
        }));
      this.body.append(this.empty);
    } else if (!empty && this.empty) {
      this.empty.remove();
      this.empty = null;
    }
  }

  /* -- marks -- */

  showMarks() {
    const marked = this.marked.reduce((sum, is) => sum + is, 0);
    write(this.shownWords, `${this.shown.length} of ${this.data.count} shown${marked ? ` · ${marked} marked` : ''}`);
    this.copyMarked.disabled = !marked;
    this.copyMarked.title = marked ? '' : 'Click rows to mark them; Shift and Ctrl mark several';
  }

  /** Mark a range of what is shown, in place of the other marks unless they are kept. */
  mark(from, to, keep) {
    if (!keep) this.marked.fill(0);
    for (let place = Math.min(from, to); place <= Math.max(from, to); place++) this.marked[this.shown[place]] = 1;
    this.marksChanged();
  }

  toggle(place) {
    this.marked[this.shown[place]] ^= 1;
    this.marksChanged();
  }

  unmark() {
    this.marked.fill(0);
    this.marksChanged();
  }

  marksChanged() {
    write(this.copied, '');
    this.draw();
    this.sendSoon(['marked']);
  }

  onClick(event) {
    const hit = this.rows.find(({ row }) => row.contains(event.target));
    if (!hit) return;
    this.current = hit.place;
    const extra = event.ctrlKey || event.metaKey;
    if (event.shiftKey) return void this.mark(this.anchor, hit.place, extra);
    this.anchor = hit.place;
    if (extra) this.toggle(hit.place);
    else this.mark(hit.place, hit.place);
  }

  /* -- keys -- */

  onKey(event) {
    if (event.target !== this.grid || event.altKey || !this.shown.length) return;
    const page = Math.max(1, Math.floor(this.grid.clientHeight / ROW_PX) - 2);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key in moves) this.move(this.current + moves[event.key], event.shiftKey);
    else if (event.key === ' ') this.toggle(this.current);
    else if (event.key === 'Escape') this.unmark();
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) this.mark(0, this.shown.length - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  move(to, extend) {
    this.current = Math.max(0, Math.min(this.shown.length - 1, to));
    this.reveal();
    if (extend) this.mark(this.anchor, this.current);
    else this.anchor = this.current;
    this.draw();
  }

  reveal() {
    const top = this.current * ROW_PX;
    const bottom = top + 2 * ROW_PX - this.grid.clientHeight; // the header covers the first line
    if (top < this.grid.scrollTop) this.grid.scrollTop = top;
    else if (bottom > this.grid.scrollTop) this.grid.scrollTop = bottom;
  }

  /* -- copying -- */

  async copy(which) {
    const positions = which === 'shown' ? this.shown : this.markedPositions();
    const list = pythonList(this.data, positions);
    const done = await copyText(list, this.root);
    const what = counted(positions.length, 'index', 'indices');
    write(this.copied, done ? ` · copied ${what}: ${cut(list, 50)}` : ' · the page may not copy: select and copy by hand');
  }
}

function render({ model, el }) {
  const view = new AxesTableView(model, el);
  return () => view.close();
}

export default { initialize, render };
