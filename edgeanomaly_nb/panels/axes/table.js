/* global HEADERS, MOST_ROWS, NO_FILTER, SHOWN_AS, TITLES, clearButton, copiedText, copyText, countText, cut, decode,
   distinct, filter, headerCells, initialize, listen, make, named, numbersOf, pythonList, rowElements, rowsHigh, setTraits,
   write, writeRow */
/**
 * The axes table in the page: search, filters, sorting, marks and copying all happen here, so that they also work in
 * a saved page without a kernel.
 */

const ROW_PX = 28;
const [AHEAD, QUIET_MS] = [4, 100];
const STATE = ['query', 'show', 'sort', 'sensor', 'feature', 'band_low_hz', 'band_high_hz'];
let views = 0;

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
    write(this.summary, this.model.get('summary'));
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
    this.buttons = Object.keys(SHOWN_AS).map((show) => make('button', {
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
    this.clear = clearButton(() => { this.edit({ ...NO_FILTER }); this.search.focus(); });
    const show = make('div', { className: 'ea-show', attributes: { role: 'group', 'aria-label': 'Show' } }, ...this.buttons);
    return make('div', {}, make('div', { className: 'ea-bar' }, this.search, show, this.clear),
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
    this.headers = headerCells((sort) => this.sortBy(sort));
    const head = make('div', { className: 'ea-head', attributes: { role: 'rowgroup' } },
      make('div', { className: 'ea-row', attributes: { role: 'row', 'aria-rowindex': '1' } }, ...this.headers));
    this.body = make('div', { className: 'ea-body', attributes: { role: 'rowgroup' } });
    this.grid = make('div', {
      className: 'ea-grid', tabIndex: 0,
      attributes: { role: 'grid', 'aria-label': 'Axes', 'aria-multiselectable': 'true', 'aria-colcount': HEADERS.length },
    }, head, this.body);
    return this.grid;
  }

  buildFoot() {
    this.summary = make('span');
    this.count = make('span');
    this.copied = make('span', { className: 'ea-copied' });
    this.copyShown = make('button', { type: 'button', textContent: 'Copy shown indices', onclick: () => this.copy('shown') });
    this.copyMarked = make('button', { type: 'button', textContent: 'Copy marked indices', onclick: () => this.copy('marked') });
    return make('div', { className: 'ea-foot' },
      make('div', { className: 'ea-status', attributes: { role: 'status', 'aria-atomic': 'false' } },
        make('div', {}, this.summary), make('div', {}, this.count, this.copied)),
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

  /* -- events -- */

  listen() {
    this.search.addEventListener('input', () => this.edit({ query: this.search.value }));
    this.grid.addEventListener('scroll', () => this.drawSoon());
    this.grid.addEventListener('keydown', (event) => this.onKey(event));
    this.body.addEventListener('mousedown', (event) => { if (event.shiftKey) event.preventDefault(); });
    this.body.addEventListener('click', (event) => this.onClick(event));
    this.onFirst = (event) => this.keepFromNotebook(event);
    window.addEventListener('keydown', this.onFirst, true);
    const pull = () => this.pull();
    this.unlisten = listen(this.model, [...STATE, 'marked'].map((name) => [`change:${name}`, pull]));
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.grid);
  }

  /**
   * Keep keys like "b" (a new cell) from JupyterLab, which runs its shortcuts unless this attribute is on the focused
   * element. It reads the attribute after listeners of the window and before ours. Shortcuts with Ctrl still work.
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
    this.unlisten();
    this.root.remove();
  }

  /* -- state: changed here first, and sent to the model after a pause -- */

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
    const before = this.marked.slice();
    this.marked.fill(0);
    for (const at of numbersOf(this.model.get('marked'), Uint32Array)) this.marked[at] = 1;
    if (before.some((is, at) => is !== this.marked[at])) write(this.copied, '');
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
    const marked = new DataView(Uint32Array.from(this.markedPositions()).buffer);
    const state = { ...this.state, marked };
    setTraits(this.model, Object.fromEntries(Array.from(this.unsent, (name) => [name, state[name]])));
    this.unsent.clear();
    this.sending = false;
  }

  markedPositions() {
    return [...this.marked.keys()].filter((at) => this.marked[at]);
  }

  apply(change) {
    Object.assign(this.state, change);
    const { shown, counts } = filter(this.data, this.state);
    this.shown = shown;
    this.current = 0;
    this.anchor = 0;
    this.grid.scrollTop = 0;
    this.body.style.height = `${Math.max(shown.length, 1) * ROW_PX}px`;
    this.grid.style.height = `${(rowsHigh(shown.length) + 1) * ROW_PX + 2}px`;
    write(this.copied, '');
    this.grid.setAttribute('aria-rowcount', shown.length + 1);
    for (const button of this.buttons) {
      write(button, `${SHOWN_AS[button.value]} ${countText(counts[button.value])}`);
      const isOfBoth = this.state.show === 'differ' && button.value.endsWith('-only');
      button.setAttribute('aria-pressed', String(button.value === this.state.show || isOfBoth));
    }
    this.clear.disabled = Object.entries(NO_FILTER).every(([name, value]) => this.state[name] === value);
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

  /* -- rows: the page contains only those in view -- */

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
    while (this.rows.length < count) this.addRow();
    while (this.rows.length > count) this.rows.pop().row.remove();
    this.rows.forEach((row, j) => this.fillRow(row, first + j));
    this.showEmpty();
    const active = this.rows.find(({ place }) => place === this.current);
    if (active) this.grid.setAttribute('aria-activedescendant', active.row.id);
    else this.grid.removeAttribute('aria-activedescendant');
    this.showMarks();
  }

  addRow() {
    const parts = rowElements();
    this.body.append(parts.row);
    this.rows.push(parts);
  }

  fillRow(parts, place) {
    const at = this.shown[place];
    parts.place = place;
    parts.row.id = `${this.id}-${place}`;
    parts.row.style.top = `${place * ROW_PX}px`;
    parts.row.setAttribute('aria-rowindex', place + 2);
    parts.row.classList.toggle('ea-current', place === this.current);
    writeRow(parts, this.data, at, this.marked[at] === 1);
  }

  showEmpty() {
    const empty = !this.shown.length;
    if (empty && !this.empty) {
      this.empty = make('div', { className: 'ea-row ea-empty', attributes: { role: 'row' } },
        make('span', {
          textContent: this.data.count ? 'No axis matches the search and the filters.' : 'This block has no axes.',
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
    const shown = `${countText(this.shown.length)} of ${countText(this.data.count)} shown`;
    write(this.count, shown + (marked ? ` · ${countText(marked)} marked` : ''));
    this.copyMarked.disabled = !marked;
    this.copyMarked.title = marked ? '' : 'Click rows to mark them; hold Shift or Ctrl to mark several';
  }

  /** Mark a range of the rows shown; other marks are removed unless `keep` is true. */
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

  async copy(which) {
    const positions = which === 'shown' ? this.shown : this.markedPositions();
    const list = pythonList(this.data, positions);
    const done = await copyText(list, this.root);
    write(this.copied, copiedText(done, positions.length, list));
  }
}

function render({ model, el }) {
  const view = new AxesTableView(model, el);
  return () => view.close();
}

export default { initialize, render };