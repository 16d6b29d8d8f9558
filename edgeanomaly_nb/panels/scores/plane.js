/* global axisNodes, centerNodes, chosenNodes, clusterNodes, draw, drawOrder, drawPoints, initialize, keepKeys, listen, make,
   nearestWindow, numbersOf, radiusOf, ringNode, setTraits */
/**
 * Windows on two axes: controls, a canvas with the points, and a picture of the clusters above it. Text is received as
 * text and set as text.
 */

const MARGIN = { left: 62, right: 14, top: 26, bottom: 44 };
const [LEAST_PX, MOST_PX, SHAPE] = [220, 440, 0.72];
let views = 0;

/** A control with its name in front. */
function named(name, control) {
  return make('label', {}, make('span', { textContent: name }), control);
}

/** One view of the plane in the page. */
class ScoresPlaneView {
  constructor(model, el) {
    this.model = model;
    this.id = `ea-plane-${views++}`;
    this.codes = numbersOf(model.get('_codes'), Uint8Array);
    this.order = drawOrder(this.codes);
    this.build(el);
    this.listen();
    this.readPicture();
    this.showControls();
    this.showStatus();
  }

  /* -- building -- */

  build(el) {
    this.canvas = make('canvas', { attributes: { 'aria-hidden': 'true' } });
    this.above = draw('svg', { role: 'img' });
    this.view = make('div', { className: 'ea-view' }, this.canvas, this.above);
    this.summary = make('div', {});
    this.status = make('div', {});
    const texts = make('div', { className: 'ea-texts', attributes: { role: 'status' } }, this.summary, this.status);
    this.root = make('div', { className: 'ea-plane' }, this.buildAxes(), this.view, texts, this.buildWindow());
    keepKeys(this.root);
    el.append(this.root);
  }

  buildAxes() {
    const choices = this.model.get('_choices');
    this.selects = this.model.get('axes').map((_, at) => make('select', {
      onchange: () => this.chooseAxis(at),
    }, ...choices.map(([, name]) => make('option', { textContent: name }))));
    const names = ['x axis', 'y axis'];
    return make('div', { className: 'ea-bar' }, ...this.selects.map((select, at) => named(names[at], select)));
  }

  buildWindow() {
    const last = this.codes.length - 1;
    this.box = make('input', { type: 'number', min: '0', max: String(last), step: '1', onchange: () => this.typeWindow() });
    this.previous = this.buildButton('‹', () => this.step(-1), 'Previous window');
    this.next = this.buildButton('›', () => this.step(1), 'Next window');
    const highest = this.buildButton('Highest score', () => this.model.send({ step: 'highest' }));
    const lower = this.buildButton('Next lower score', () => this.model.send({ step: 'lower' }));
    return make('div', { className: 'ea-bar' }, named('window', this.box), this.previous, this.next, highest, lower);
  }

  buildButton(textContent, onclick, title = '') {
    const attributes = title ? { 'aria-label': title } : {};
    return make('button', { type: 'button', textContent, onclick, title, attributes });
  }

  /* -- events -- */

  listen() {
    this.view.addEventListener('click', (event) => this.onClick(event));
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.view);
    this.unlisten = listen(this.model, [
      ['change:_picture', () => { this.readPicture(); this.draw(); }],
      ['change:axes', () => this.showControls()],
      ['change:selected', () => { this.showControls(); this.drawChosen(); }],
      ['change:status', () => this.showStatus()],
    ]);
  }

  close() {
    this.resized.disconnect();
    this.unlisten();
    this.root.remove();
  }

  /** Choose an axis; if the other one shows it, both are exchanged. */
  chooseAxis(at) {
    const [axes, chosen] = [[...this.model.get('axes')], this.model.get('_choices')[this.selects[at].selectedIndex][0]];
    const other = axes.indexOf(chosen);
    if (other >= 0) axes[other] = axes[at];
    axes[at] = chosen;
    setTraits(this.model, { axes });
  }

  /** Choose the window with the nearest number; none for null. */
  select(number) {
    const last = this.codes.length - 1;
    setTraits(this.model, { selected: number === null ? null : Math.max(0, Math.min(last, Math.round(number))) });
  }

  typeWindow() {
    const number = this.box.valueAsNumber;
    this.select(Number.isNaN(number) ? null : number);
    this.showControls();
  }

  step(by) {
    const selected = this.model.get('selected');
    const start = by > 0 ? 0 : Infinity;
    this.select(selected === null ? start : selected + by);
  }

  onClick(event) {
    const place = this.canvas.getBoundingClientRect();
    const found = nearestWindow(this.data, this.area, event.clientX - place.left, event.clientY - place.top);
    if (found !== null) this.select(found);
  }

  /* -- showing -- */

  readPicture() {
    const picture = this.model.get('_picture');
    const [floats, codes] = [(name) => numbersOf(picture[name], Float32Array), this.codes];
    this.data = {
      ...picture, codes, order: this.order, x: floats('x'), y: floats('y'), shapes: floats('shapes'),
      centers: floats('centers'), hidden: numbersOf(picture.hidden, Uint32Array),
    };
    this.above.setAttribute('aria-label', picture.label);
    this.summary.textContent = picture.summary;
  }

  showControls() {
    const [axes, selected] = [this.model.get('axes'), this.model.get('selected') ?? null];
    const known = this.model.get('_choices').map(([ix]) => ix);
    this.selects.forEach((select, at) => { select.selectedIndex = known.indexOf(axes[at]); });
    this.box.value = selected ?? '';
    // Not `disabled`: the button would lose the focus.
    for (const [button, end] of [[this.previous, 0], [this.next, this.codes.length - 1]]) {
      button.setAttribute('aria-disabled', String(selected === end));
    }
  }

  showStatus() {
    this.status.textContent = this.model.get('status');
  }

  draw() {
    const width = this.view.clientWidth;
    if (!width) return;
    const height = Math.max(LEAST_PX, Math.min(MOST_PX, Math.round(SHAPE * width)));
    this.area = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
    if (this.area.width < 40) return;
    this.view.style.height = `${height}px`;
    const { area, data } = this;
    Object.assign(this.canvas.style, {
      left: `${MARGIN.left}px`, top: `${MARGIN.top}px`, width: `${area.width}px`, height: `${area.height}px`,
    });
    drawPoints(this.canvas, data, area, this.model.get('_colours'));
    this.chosen = draw('g', {});
    const clip = draw('clipPath', { id: this.id }, draw('rect', area));
    const clipped = draw('g', { 'clip-path': `url(#${this.id})` }, ...clusterNodes(data, area), ...centerNodes(data, area));
    const rings = ringNode(data, area, radiusOf(this.codes.length) + 2.5);
    this.above.setAttribute('width', width);
    this.above.setAttribute('height', height);
    this.above.replaceChildren(clip, draw('g', { transform: `translate(${MARGIN.left} ${MARGIN.top})` },
      ...axisNodes(data, area), clipped, rings, this.chosen));
    this.drawChosen();
  }

  drawChosen() {
    this.chosen?.replaceChildren(...chosenNodes(this.data, this.model.get('selected') ?? null, this.area));
  }
}

function render({ model, el }) {
  const view = new ScoresPlaneView(model, el);
  return () => view.close();
}

export default { initialize, render };
