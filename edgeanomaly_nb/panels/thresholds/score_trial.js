/* global classesText, countFlagged, counted, drawDistribution, drawMarks, errorsText, firmwareText, flaggedText,
   initialize, keepKeys, listen, make, numberText, percent, readScores, setTraits, thresholdFor, write */
/**
 * A slider over the distribution of scores. Each move is counted here, so that it is seen at once; the kernel
 * receives the number when the slider rests.
 */

const STEPS = 2000;
const REST_MS = 150;
const READ_MS = 500; // screen readers get the sentence when it has not changed for so long

class ScoreTrialView {
  constructor(model, el) {
    this.model = model;
    this.build(el);
    this.unlisten = listen(model, [
      ['change:_data', () => this.load()],
      ['change:_axis', () => this.showAxis()],
      ['change:value change:trying', () => this.showValue()],
      ['change:rule change:in_a_row', () => this.showRule()],
      ['change:name', () => this.showName()],
    ]);
    // Names of marks stand above each other where they would overlap, which depends on the width.
    this.resized = new ResizeObserver(() => this.groups && this.drawNumbers());
    this.resized.observe(this.pictureBox);
    this.showName();
    this.showRule();
    this.showAxis();
    this.load();
  }

  /** The scores are a widget of their own. */
  async load() {
    const reference = this.model.get('_data');
    const data = await this.model.widget_manager.get_model(reference.replace('IPY_MODEL_', ''));
    if (reference !== this.model.get('_data')) return; // there are newer ones
    this.groups = readScores(data.get('content'));
    this.count();
  }

  build(el) {
    this.pictureBox = make('div', { className: 'ea-scores-box' });
    this.slider = make('input', { type: 'range', min: 0, max: STEPS, step: 1, oninput: () => this.move(),
      onchange: () => this.send(0) });
    this.box = make('input', { type: 'number', step: 'any', onchange: () => this.type() });
    this.reset = make('button', { type: 'button', textContent: 'Reset', onclick: () => this.stop() });
    this.sentence = make('p', { className: 'ea-would' });
    this.live = make('div', { className: 'ea-hidden', attributes: { role: 'status' } });
    this.table = make('tbody');
    this.details = Object.fromEntries(['classes', 'quantile', 'steps', 'valley', 'nan'].map((name) => [name, make('li')]));
    this.firmware = make('code');
    const root = make('div', { className: 'ea-try ea-trial-scores' },
      this.pictureBox, this.slider, this.buildKey(),
      make('div', { className: 'ea-row' }, make('label', {}, 'Try ', this.box), this.reset, this.sentence),
      this.live, this.buildTable(), make('ul', {}, ...Object.values(this.details)), this.buildChoices(),
      make('p', { className: 'ea-firmware' }, 'In firmware: ', this.firmware));
    keepKeys(root);
    el.append(root);
  }

  /** What the colours of the distribution are; shown where outcomes are known. */
  buildKey() {
    const entry = (look, text) => make('span', {}, make('i', { className: look }), text);
    this.key = make('p', { className: 'ea-key' }, entry('ea-bar', 'normal windows'), entry('ea-odd', 'anomalous windows'));
    return this.key;
  }

  buildTable() {
    const names = ['which', 'threshold', 'flagged windows', 'false alarms and misses'];
    const head = make('tr', {}, ...names.map((textContent) => make('th', { textContent, scope: 'col' })));
    return make('table', {}, make('thead', {}, head), this.table);
  }

  buildChoices() {
    this.share = make('input', { type: 'number', min: 0, max: 99, step: 'any', value: '1',
      onkeydown: (event) => event.key === 'Enter' && this.choose() });
    this.ofWhat = make('span');
    this.problem = make('span', { className: 'ea-problem', attributes: { role: 'alert' } });
    this.rule = make('select', { onchange: () => setTraits(this.model, { rule: this.rule.value }) },
      make('option', { value: '>', textContent: '> threshold' }), make('option', { value: '>=', textContent: '≥ threshold' }));
    this.inARow = make('input', { type: 'number', min: 1, max: 100, step: 1,
      onchange: () => this.inARow.checkValidity() && setTraits(this.model, { in_a_row: this.inARow.valueAsNumber || 1 }) });
    return make('div', { className: 'ea-row' },
      make('label', {}, 'Flag at most ', this.share, this.ofWhat),
      make('button', { type: 'button', textContent: 'Set', title: 'Set the slider to the lowest such threshold',
        onclick: () => this.choose() }), this.problem,
      make('label', {}, 'Flag scores ', this.rule), make('label', {}, 'Windows in a row ', this.inARow));
  }

  /* -- the model has changed -- */

  showName() {
    const name = this.model.get('name');
    this.slider.setAttribute('aria-label', `Slider for ${name}`);
    this.box.setAttribute('aria-label', `Try another value for ${name}`);
    this.reset.setAttribute('aria-label', `Reset ${name}`);
  }

  showAxis() {
    this.axis = this.model.get('_axis');
    const { picture, flagged, marks } = drawDistribution(this.axis);
    Object.assign(this, { flagged, marks });
    this.pictureBox.replaceChildren(picture);
    this.pictureBox.classList.toggle('ea-three', this.model.get('suggested') !== null);
    this.showValue();
  }

  showValue() {
    this.showNumber(this.model.get('value'), this.model.get('trying'));
  }

  showNumber(number, isTrying) {
    Object.assign(this, { number, isTrying });
    this.slider.value = Math.round(this.share01(number) * STEPS);
    this.box.value = String(number);
    this.count();
  }

  showRule() {
    this.rule.value = this.model.get('rule');
    this.inARow.value = String(this.model.get('in_a_row'));
    if (this.axis) this.count();
  }

  /* -- the user does something -- */

  move() {
    const { low, high } = this.axis;
    const position = (at) => this.score(low + (high - low) * (at / STEPS));
    const at = this.slider.valueAsNumber;
    // As few digits as tell one step from the next.
    const digits = Math.ceil(-Math.log10(Math.abs(position(at + 1) - position(at))));
    const exact = position(at);
    this.number = digits > 0 ? Number(exact.toFixed(Math.min(digits, 20))) : Math.round(exact * 10 ** digits) / 10 ** digits;
    this.isTrying = true;
    this.box.value = String(this.number);
    this.slider.setAttribute('aria-valuetext', numberText(this.number));
    this.count();
    this.send(REST_MS);
  }

  type() {
    if (!Number.isFinite(this.box.valueAsNumber)) this.box.value = String(this.number);
    else this.use(this.box.valueAsNumber);
  }

  choose() {
    if (!this.groups) return;
    const share = this.share.valueAsNumber / 100;
    const found = share >= 0 && share < 1 ? thresholdFor(this.groups, share, this.rule.value) : null;
    write(this.problem, found === null ? 'No threshold does that: too many windows have no finite score.' : '');
    if (found !== null) this.use(found);
  }

  use(number) {
    this.showNumber(number, true);
    this.send(0);
  }

  stop() {
    clearTimeout(this.unsent);
    this.model.send({ reset: true });
    this.box.focus(); // the button is disabled next, and no element would have the focus
  }

  send(delay) {
    clearTimeout(this.unsent);
    this.unsent = setTimeout(() => setTraits(this.model, { value: this.number }), delay);
  }

  /* -- counting and showing -- */

  score(position) {
    return this.axis.width ? Math.sinh(position) * this.axis.width : position;
  }

  share01(number) {
    const position = this.axis.width ? Math.asinh(number / this.axis.width) : number;
    return Math.min(Math.max((position - this.axis.low) / (this.axis.high - this.axis.low), 0), 1);
  }

  count() {
    if (!this.axis || !this.groups) return;
    const rule = this.rule.value;
    const found = countFlagged(this.groups, this.number, rule);
    write(this.sentence, `would flag ${flaggedText(found, this.groups)}`);
    this.reset.disabled = !this.isTrying;
    this.drawNumbers();
    this.showTable(found, rule);
    this.showDetails(found);
    write(this.firmware, firmwareText(this.number, rule, this.inARow.valueAsNumber || 1));
    clearTimeout(this.unread);
    this.unread = setTimeout(() => write(this.live, `${numberText(this.number)} ${this.sentence.textContent}`), READ_MS);
  }

  drawNumbers() {
    const at = (number) => this.share01(number) * 100;
    const suggested = this.model.get('suggested');
    const numbers = [{ at: at(this.model.get('saved')), name: `saved ${numberText(this.model.get('saved'))}`, look: 'ea-saved' }];
    if (suggested !== null) numbers.push({ at: at(suggested), name: `suggested ${numberText(suggested)}`, look: 'ea-suggested' });
    if (this.isTrying) numbers.push({ at: at(this.number), name: `trying ${numberText(this.number)}`, look: 'ea-tried' });
    drawMarks(this.marks, numbers);
    this.flagged.setAttribute('x', `${at(this.number)}%`);
    this.flagged.setAttribute('width', `${100 - at(this.number)}%`);
  }

  showTable(found, rule) {
    const rows = [['saved', this.model.get('saved')], ['suggested', this.model.get('suggested')]];
    if (this.isTrying) rows.unshift(['trying', this.number]);
    const shown = rows.filter(([, number]) => number !== null).map(([name, number]) => {
      const counts = name === 'trying' ? found : countFlagged(this.groups, number, rule);
      const texts = [numberText(number), flaggedText(counts, this.groups), errorsText(counts, this.groups) || 'outcomes are not known'];
      return make('tr', {}, make('th', { scope: 'row', textContent: name }), ...texts.map((textContent) => make('td', { textContent })));
    });
    this.table.replaceChildren(...shown);
  }

  showDetails(found) {
    const { groups } = this;
    const [under, over] = found.next;
    const hollow = this.axis.valley;
    const of = groups.outcomeTotals[1] || groups.outcomeTotals[2] ? ' % of normal windows' : ' % of all windows';
    write(this.ofWhat, of);
    this.key.hidden = !groups.outcomeTotals[2];
    this.inARow.parentElement.hidden = !groups.n_samples; // it is not known which windows follow each other
    write(this.key.firstChild.lastChild, groups.outcomeTotals[0] ? 'other windows' : 'normal windows');
    const texts = {
      classes: groups.label_names.length ? `Flagged by class: ${classesText(found, groups)}.` : '',
      quantile: `${numberText(this.number)} is the ${percent(1 - found.share)} quantile of the scores.`,
      steps: `Nothing changes between ${numberText(under)} and ${numberText(over)}, the next scores.`,
      valley: hollow ? `The distribution has a valley between ${short(hollow[0])} and ${short(hollow[1])}.` : '',
      nan: groups.n_nan ? `${counted(groups.n_nan, 'window')} without a score (NaN) ${groups.n_nan === 1 ? 'counts' : 'count'} as flagged.` : '',
    };
    for (const [name, text] of Object.entries(texts)) {
      write(this.details[name], text);
      this.details[name].hidden = !text;
    }
  }

  remove() {
    clearTimeout(this.unsent);
    clearTimeout(this.unread);
    this.resized.disconnect();
    this.unlisten();
  }
}

function short(number) {
  return numberText(Number(number.toPrecision(3)));
}

function render({ model, el }) {
  const view = new ScoreTrialView(model, el);
  return () => view.remove();
}

export default { initialize, render };
