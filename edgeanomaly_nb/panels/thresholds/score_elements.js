/* global countText, counted, draw, starPath */
/**
 * Texts and drawings of the slider over scores. Text is set as text, never as markup.
 */

const HEIGHT = 74; // of the distribution, in px

/** A number in at most six digits, with commas between thousands. */
export function numberText(number) {
  if (!Number.isFinite(number)) return number > 0 ? 'infinity' : '−infinity';
  const size = Math.abs(number);
  if (size && (size >= 1e9 || size < 1e-4)) return number.toPrecision(3).replace(/\.?0+e/, 'e');
  return new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 }).format(number + 0);
}

/** A share as a percentage in two digits. */
export function percent(share) {
  const number = 100 * share;
  if (number === 100 || number === 0) return `${number} %`;
  return `${Number(number.toPrecision(number < 99.5 ? 2 : 4))} %`;
}

/** The shortest decimal that is the same float32 number: the device computes in float32. */
export function shortest(number) {
  const single = Math.fround(number);
  for (let digits = 1; digits < 10; digits += 1) {
    const text = single.toPrecision(digits);
    if (Math.fround(Number(text)) === single) return String(Number(text));
  }
  return String(single);
}

/** What a number flags, as a sentence without its first word. */
export function flaggedText(found, groups) {
  const interval = Number.isNaN(found.low) ? '' : `, ${percent(found.low).replace(' %', '')} to ${percent(found.high)}`;
  const inSamples = groups.n_samples
    ? `, in ${countText(found.samples)} of ${counted(groups.n_samples, 'sample')}` : '';
  return `${countText(found.flagged)} of ${counted(groups.count, 'window')} (${percent(found.share)}${interval})${inSamples}`;
}

/** False alarms and misses; empty if no outcome is known. */
export function errorsText(found, groups) {
  const [, normal, odd] = groups.outcomeTotals;
  const parts = [];
  if (normal) parts.push(`${counted(found.byOutcome[1], 'false alarm')} in ${counted(normal, 'normal window')}`);
  if (odd) parts.push(`${counted(odd - found.byOutcome[2], 'miss', 'misses')} in ${counted(odd, 'anomalous window')}`);
  return parts.join(', ');
}

/** The part of a class that is flagged, of each class. */
export function classesText(found, groups) {
  return groups.label_names.map((name, at) =>
    `${name}: ${countText(found.byLabel[at])} of ${countText(groups.labelTotals[at])}`).join(' · ');
}

/** The line for firmware. */
export function firmwareText(number, rule, inARow) {
  const digits = shortest(number);
  const literal = /[.e]/.test(digits) ? `${digits}f` : `${digits}.0f`;
  const row = inARow > 1 ? `  // ${inARow} windows in a row` : '';
  return `if (result.anomaly ${rule} ${literal})${row}`;
}

/** Draw the bars and the ticks; returns the picture, and where its marks go. */
export function drawDistribution(axis) {
  const picture = draw('svg', { class: 'ea-scores-picture', width: '100%', height: HEIGHT + 42, overflow: 'visible',
    'aria-hidden': 'true' });
  const highest = Math.max(...axis.bars.map(([, , others, odd]) => others + odd), 1);
  const pattern = draw('pattern', { id: `ea-hatch-${drawDistribution.count = (drawDistribution.count ?? 0) + 1}`, width: 5, height: 5,
    patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
  draw('rect', { width: 5, height: 5, class: 'ea-odd' }), draw('rect', { width: 1.5, height: 5, class: 'ea-hatch' }));
  const flagged = draw('rect', { y: 18, height: HEIGHT, class: 'ea-flagged' });
  picture.append(pattern, flagged);
  for (const [left, right, others, odd] of axis.bars) {
    let bottom = 18 + HEIGHT;
    for (const [count, look] of [[others, { class: 'ea-bar' }], [odd, { fill: `url(#${pattern.id})` }]]) {
      if (!count) continue;
      const height = Math.max((count / highest) * HEIGHT, 1);
      bottom -= height;
      picture.append(draw('rect', { x: `${left}%`, width: `${right - left}%`, y: bottom, height, ...look }));
    }
  }
  picture.append(draw('line', { x1: 0, x2: '100%', y1: 18 + HEIGHT, y2: 18 + HEIGHT, class: 'ea-line' }));
  for (const [at, text] of axis.ticks) {
    picture.append(draw('line', { x1: `${at}%`, x2: `${at}%`, y1: 18 + HEIGHT, y2: 23 + HEIGHT, class: 'ea-line' }),
      draw('text', { x: `${at}%`, y: 36 + HEIGHT, 'text-anchor': 'middle' }, text));
  }
  const marks = draw('g', {});
  picture.append(marks);
  return { picture, flagged, marks };
}

/**
 * Draw the saved, the suggested and the tried number as lines, the suggested one with a star. Names that would
 * overlap stand above each other.
 */
export function drawMarks(marks, numbers) {
  marks.replaceChildren();
  const width = marks.ownerSVGElement?.clientWidth || 600;
  const ends = []; // of the texts, by their level
  for (const { at, name, look } of [...numbers].sort((one, other) => one.at - other.at)) {
    const anchor = at < 10 ? 'start' : at > 90 ? 'end' : 'middle';
    const size = 6.8 * name.length;
    const left = (at / 100) * width - { start: 0, middle: size / 2, end: size }[anchor];
    const free = ends.findIndex((end) => end + 8 < left);
    const level = free < 0 ? ends.length : free;
    ends[level] = left + size;
    marks.append(draw('line', { x1: `${at}%`, x2: `${at}%`, y1: 16, y2: 18 + HEIGHT, class: look }));
    if (look === 'ea-suggested') marks.append(drawStar(at));
    marks.append(draw('text', { x: `${at}%`, y: 12 - 15 * level, 'text-anchor': anchor, class: 'ea-mark' }, name));
  }
}

/** The star of a suggestion, as in all pictures: below the names, so that it hides none. */
function drawStar(at) {
  return draw('svg', { x: `${at}%`, y: 26, overflow: 'visible' }, draw('path', { d: starPath(8), class: 'ea-star' }));
}
