/* global CONFIGURED, FAVOURITE, SELECTED, counted, cut, ixAt, labelAt, make, write */
/**
 * The elements of the axes table: how rows, fields and texts are written into the page.
 */

export const SHOWN_AS = {
  all: 'All', selected: 'Selected', favourite: 'Favourite', 'favourite-only': 'Favourite, not selected',
  'selected-only': 'Selected, not favourite',
};
export const TITLES = {
  all: 'All axes', selected: 'Axes that are selected', favourite: 'Axes that feature importance favoured',
  'favourite-only': 'Axes that feature importance favoured, but that are not selected',
  'selected-only': 'Axes that are selected, although feature importance did not favour them',
};
export const HEADERS = [
  ['index', 'ix'], ['label', 'label'], ['sensor', 'sensor'], ['band', 'feature'],
  ['selected', 'selected'], ['favourite', 'favourite'],
];

/** The button that shows all axes again; it is disabled after a click, so that another element needs the focus. */
export function clearButton(onclick) {
  return make('button', { type: 'button', textContent: 'Clear filters', title: 'Show all axes again', onclick });
}

/** A control with its name in front. */
export function named(name, control) {
  return make('label', { className: 'ea-field' }, make('span', { textContent: name }), control);
}

/** Copy text to the clipboard, by way of a text area where the page has no access to the clipboard. */
export async function copyText(text, near) {
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

/** What was copied; empty once it is no longer what the button copies. */
export function copiedText(done, count, list) {
  if (!done) return ' · the page cannot copy: select the text and copy it yourself';
  return ` · copied ${counted(count, 'index', 'indices')}: ${cut(list, 50)}`;
}

/** The cells of the header; each one is a button that sorts by its column. */
export function headerCells(sortBy) {
  return HEADERS.map(([sort, name], at) => make('div', { attributes: { role: 'columnheader', 'aria-colindex': at + 1 } },
    make('button', { type: 'button', title: `Sort by ${name}`, onclick: () => sortBy(sort) },
      make('span', { textContent: name }),
      make('span', { className: 'ea-arrow', attributes: { 'aria-hidden': 'true' } }))));
}

export const MOST_ROWS = 11;

/** The height of the table in rows. Where there are more than fit, half a row is cut off: it shows that the table scrolls. */
export function rowsHigh(count) {
  return count > MOST_ROWS ? MOST_ROWS + 0.5 : Math.max(count, 1);
}

/** A symbol with a name for screen readers. */
function symbol(textContent, name, className) {
  return make('span', { textContent, className, attributes: { role: 'img', 'aria-label': name } });
}

/** The elements of one row, without text. */
export function rowElements() {
  const cells = HEADERS.map((_, at) => make('span', { attributes: { role: 'gridcell', 'aria-colindex': at + 1 } }));
  const [mark, ix] = [make('span', { className: 'ea-mark', attributes: { 'aria-hidden': 'true' } }), make('span')];
  cells[0].append(mark, ix);
  const texts = [1, 2, 3].map((at) => cells[at].appendChild(make('bdi', { dir: 'auto' })));
  const odd = make('abbr', { className: 'ea-odd', textContent: '≠' });
  const yes = cells[4].appendChild(symbol('●', 'selected', 'ea-selected'));
  const star = cells[5].appendChild(symbol('★', 'favourite', 'ea-star'));
  cells[4].append(odd);
  const row = make('div', { className: 'ea-row', attributes: { role: 'row' } }, ...cells);
  return { row, mark, ix, texts, yes, odd, star };
}

/** Write the axis at a position into the elements of a row. */
export function writeRow(parts, data, at, marked) {
  const feature = data.features[data.featureOf[data.tailOf[at]]];
  parts.row.setAttribute('aria-selected', String(marked));
  write(parts.mark, marked ? '✓' : '');
  write(parts.ix, String(ixAt(data, at)));
  [labelAt(data, at), data.sensors[data.sensorOf[at]], feature].forEach((text, k) => {
    write(parts.texts[k], text.trim() || k ? cut(text, 200) : '(no label)');
    parts.texts[k].parentElement.title = cut(text, 500);
  });
  writeFlags(parts, data.flags[at]);
}

/** Write the columns selected and favourite of a row. */
function writeFlags(parts, flags) {
  const [selected, configured] = [(flags & SELECTED) !== 0, (flags & CONFIGURED) !== 0];
  parts.yes.hidden = !selected;
  parts.star.hidden = !(flags & FAVOURITE);
  parts.odd.hidden = selected === configured;
  parts.odd.title = selected ? 'flagged as selected, but not in the block’s selectedAxes'
    : 'in the block’s selectedAxes, but not flagged as selected';
  parts.odd.setAttribute('aria-label', parts.odd.title);
}
