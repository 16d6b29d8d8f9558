/* global FAVOURITE, SELECTED, countText, cut, decode, draw, filter, initialize, ixAt, labelAt, listen, make, numbersOf, setTraits */
/**
 * The picture of the axes in the page: filters dim cells, pointing at a cell shows its axes, and clicking marks them.
 */

const STATE = ['query', 'show', 'sensor', 'feature', 'band_low_hz', 'band_high_hz'];
const LISTED = 6;
const LEAST_PX = 11 / 12; // of the width at which the smallest text has 12 px

/** One view of the picture in the page. */
class AxesPictureView {
  constructor(model, el) {
    this.model = model;
    this.data = decode(model.get('_axes'));
    this.readGrid(model.get('_grid'));
    this.build(el, model.get('_svg'));
    this.listen();
    this.dim();
    this.outline();
  }

  readGrid({ row, column, cell, columns, height, y, area }) {
    const uint = (bytes) => numbersOf(bytes, Uint32Array);
    Object.assign(this, { rowOf: uint(row), columnOf: uint(column), cellOf: uint(cell), columns, height, y, area });
    this.cellAt = new Map(Array.from(this.rowOf, (at, k) => [`${at},${this.columnOf[k]}`, k]));
    this.axesOf = Array.from(this.rowOf, () => []);
    this.cellOf.forEach((k, at) => this.axesOf[k].push(at));
  }

  build(el, svg) {
    this.scroll = make('div', { className: 'ea-scroll', tabIndex: 0, innerHTML: svg }); // our own, with text escaped
    this.svg = this.scroll.firstElementChild;
    this.svg.style.minWidth = `${Math.round(this.svg.getAttribute('width') * LEAST_PX)}px`;
    this.dimmed = this.addPath('ea-dim');
    this.outlines = [this.addPath('ea-marked'), this.addPath('ea-marked')];
    this.pointed = this.addPath('ea-pointed');
    this.tip = make('div', { className: 'ea-tip', hidden: true });
    this.root = make('div', { className: 'ea-axes-picture' }, this.scroll, this.tip);
    el.append(this.root);
  }

  addPath(look) {
    return this.svg.appendChild(draw('path', { class: look }));
  }

  listen() {
    this.scroll.addEventListener('pointermove', (event) => this.point(event));
    this.scroll.addEventListener('pointerleave', () => this.leave());
    this.scroll.addEventListener('click', (event) => this.onClick(event));
    const dim = () => this.dim();
    this.unlisten = listen(this.model,
      [...STATE.map((name) => [`change:${name}`, dim]), ['change:marked', () => this.outline()]]);
  }

  close() {
    this.unlisten();
    cancelAnimationFrame(this.frame);
    this.root.remove();
  }

  /* -- shapes -- */

  /** The corners of a cell as a path, in the units of the picture; `grow` is in those units. */
  box(cell, grow) {
    const { width, height } = this.svg.viewBox.baseVal;
    const [left, top, wide, high] = [this.area[0] * width, this.area[1] * height, this.area[2] * width, this.area[3] * height];
    const [cellWide, cellHigh] = [wide / this.columns, high / this.height];
    const x = left + this.columnOf[cell] * cellWide - grow;
    const y = top + this.y[this.rowOf[cell]] * cellHigh - grow;
    return `M${x.toFixed(2)} ${y.toFixed(2)}h${(cellWide + 2 * grow).toFixed(2)}v${(cellHigh + 2 * grow).toFixed(2)}`
      + `h${(-cellWide - 2 * grow).toFixed(2)}z`;
  }

  boxes(cells, grow) {
    return Array.from(cells, (cell) => this.box(cell, grow)).join('');
  }

  /** Dim the cells none of whose axes are shown. Several filters that change together are applied once. */
  dim() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const state = Object.fromEntries(STATE.map((name) => [name, this.model.get(name) ?? null]));
      this.shown = new Set(filter(this.data, { ...state, sort: 'index' }).shown);
      const bright = new Set(Array.from(this.shown, (at) => this.cellOf[at]));
      const dim = this.axesOf.map((_, cell) => cell).filter((cell) => !bright.has(cell));
      this.dimmed.setAttribute('d', this.boxes(dim, 0));
    });
  }

  outline() {
    const cells = new Set(Array.from(this.marks(), (at) => this.cellOf[at]));
    for (const path of this.outlines) path.setAttribute('d', this.boxes(cells, -0.6));
  }

  /* -- pointing and clicking -- */

  /** The cell at an event, or undefined. */
  cellUnder({ clientX, clientY }) {
    const shape = this.svg.getBoundingClientRect();
    const [left, top, wide, high] = this.area;
    const across = ((clientX - shape.left) / shape.width - left) / wide;
    const down = ((clientY - shape.top) / shape.height - top) / high;
    const row = this.y.findIndex((y) => y <= down * this.height && down * this.height < y + 1);
    return this.cellAt.get(`${row},${Math.floor(across * this.columns)}`);
  }

  point(event) {
    const cell = this.cellUnder(event);
    this.root.classList.toggle('ea-on-cell', cell !== undefined);
    if (cell === undefined) {
      this.leave();
      return;
    }
    this.pointed.setAttribute('d', this.box(cell, 0));
    this.tip.textContent = this.text(cell);
    this.tip.hidden = false;
    const place = this.root.getBoundingClientRect();
    const left = Math.min(event.clientX - place.left + 12, place.width - this.tip.offsetWidth - 2);
    this.tip.style.left = `${Math.max(0, left)}px`;
    this.tip.style.top = `${event.clientY - place.top + 18}px`;
  }

  leave() {
    this.tip.hidden = true;
    this.pointed.setAttribute('d', '');
    this.root.classList.remove('ea-on-cell');
  }

  text(cell) {
    const axes = this.axesOf[cell];
    const lines = axes.slice(0, LISTED).map((at) => {
      const flags = this.data.flags[at];
      const words = [flags & SELECTED && '● selected', flags & FAVOURITE && '★ favourite'].filter(Boolean);
      return [`${cut(labelAt(this.data, at).trim() || '(no label)', 120)} (${ixAt(this.data, at)})`, ...words].join(' · ');
    });
    if (axes.length > LISTED) lines.push(`and ${countText(axes.length - LISTED)} more`);
    return lines.join('\n');
  }

  /** The positions of the marked axes. */
  marks() {
    const raw = this.model.get('marked');
    return raw ? numbersOf(raw, Uint32Array) : [];
  }

  /** Mark the axes of a cell that are shown: only these, or with Ctrl or Shift these besides the others, or no longer. */
  onClick(event) {
    const axes = (this.axesOf[this.cellUnder(event)] ?? []).filter((at) => this.shown?.has(at));
    if (!axes.length) return;
    const marks = new Set(event.ctrlKey || event.metaKey || event.shiftKey ? this.marks() : []);
    const unmark = axes.every((at) => marks.has(at));
    for (const at of axes) marks[unmark ? 'delete' : 'add'](at);
    setTraits(this.model, { marked: new DataView(Uint32Array.from(marks).sort().buffer) });
  }
}

function render({ model, el }) {
  const view = new AxesPictureView(model, el);
  return () => view.close();
}

export default { initialize, render };
