/* global cut, draw */
/**
 * What is drawn above the points of the plane: clusters, ticks, rings, and the chosen window. It has the colour of the
 * text of the page, so it follows the theme.
 */

const TICK_PX = 4;
/** Beyond so many rings, they are drawn only where they do not cover each other. */
const MOST_RINGS = 300;
/** About the width of a letter in bold. */
const LETTER_PX = 7.5;

/** The ellipses of the clusters, as circles that are stretched without their lines. */
export function clusterNodes({ shapes }, box) {
  const nodes = [];
  for (let at = 0; at + 6 <= shapes.length; at += 6) {
    const [cx, cy, ux, uy, vx, vy] = shapes.subarray(at, at + 6);
    const matrix = [ux * box.width, -uy * box.height, vx * box.width, -vy * box.height, cx * box.width, (1 - cy) * box.height];
    if (!matrix.every(Number.isFinite)) continue;
    nodes.push(draw('circle', { r: 1, transform: `matrix(${matrix.join(' ')})`, class: 'ea-cluster' }));
  }
  return nodes;
}

/** A cross at each centre, with the number of its cluster if there are few. */
export function centerNodes({ centers, numbered }, box) {
  const nodes = [];
  for (let k = 0; 2 * k < centers.length; k++) {
    const [left, top] = [centers[2 * k] * box.width, (1 - centers[2 * k + 1]) * box.height];
    if (!Number.isFinite(left + top)) continue;
    nodes.push(draw('path', { d: `M${left - 4} ${top}h8M${left} ${top - 4}v8`, class: 'ea-center' }));
    if (numbered) nodes.push(draw('text', { x: left + 6, y: top - 5, class: 'ea-number' }, String(k)));
  }
  return nodes;
}

/** Rings around windows that two axes hide, as one path. */
export function ringNode({ x, y, hidden }, box, radius) {
  const [parts, taken, cell] = [[], new Set(), hidden.length > MOST_RINGS ? 2 * radius : 1];
  for (const at of hidden) {
    const [left, top] = [x[at] * box.width, (1 - y[at]) * box.height];
    const place = `${Math.round(left / cell)} ${Math.round(top / cell)}`;
    if (Number.isNaN(left) || taken.has(place)) continue;
    taken.add(place);
    parts.push(`M${(left - radius).toFixed(1)} ${top.toFixed(1)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`);
  }
  return draw('path', { d: parts.join(''), class: 'ea-ring' });
}

/** The ticks and the names of both axes. */
export function axisNodes({ across, upwards }, box) {
  const { width, height } = box;
  const most = Math.floor(width / LETTER_PX);
  const ticks = across.ticks.map(([place, text]) => [
    draw('path', { d: `M${place * width} ${height}v${TICK_PX}`, class: 'ea-tick' }),
    draw('text', { x: place * width, y: height + 17, 'text-anchor': 'middle' }, text),
  ]);
  ticks.push(...upwards.ticks.map(([place, text]) => [
    draw('path', { d: `M0 ${(1 - place) * height}h${-TICK_PX}`, class: 'ea-tick' }),
    draw('text', { x: -8, y: (1 - place) * height + 4, 'text-anchor': 'end' }, text),
  ]));
  return [
    draw('rect', { width, height, class: 'ea-frame' }), ...ticks.flat(),
    draw('text', { x: width / 2, y: height + 36, 'text-anchor': 'middle', class: 'ea-name' }, cut(across.name, most)),
    draw('text', { x: 0, y: -9, 'text-anchor': 'start', class: 'ea-name' }, `↑ ${cut(upwards.name, most)}`),
  ];
}

/** The mark of the chosen window; nothing if it has no place. */
export function chosenNodes({ x, y }, selected, box) {
  if (selected === null || selected >= x.length || Number.isNaN(x[selected])) return [];
  const place = { cx: x[selected] * box.width, cy: (1 - y[selected]) * box.height };
  return [draw('circle', { ...place, r: 8, class: 'ea-chosen-back' }), draw('circle', { ...place, r: 8, class: 'ea-chosen' })];
}
