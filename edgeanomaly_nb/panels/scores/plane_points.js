/**
 * The points of the plane: one per window, in places from 0 to 1. Nothing here depends on the elements of the page,
 * except the canvas.
 */

const NEAR_PX = 14;
/** Up to so many windows have points of this radius. */
const RADII = [[2000, 3.4], [20000, 2.4], [Infinity, 1.7]];

/** Bytes as numbers of a type; they may begin anywhere in a buffer. */
export function numbersOf(view, Type) {
  return new Type(new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice().buffer);
}

/** The radius of a point where there are so many windows. */
export function radiusOf(count) {
  return RADII.find(([most]) => count <= most)[1];
}

/** The positions of the windows in the order in which they are drawn: the highest scores last. */
export function drawOrder(codes) {
  const next = new Uint32Array(257);
  for (const code of codes) next[code + 1] += 1;
  for (let code = 1; code < 257; code++) next[code] += next[code - 1];
  const order = new Uint32Array(codes.length);
  codes.forEach((code, at) => { order[next[code]++] = at; });
  return order;
}

/** The windows that can be seen: of those in one cell of a few pixels, only the one that is drawn last. */
function visible({ x, y, order }, box, cell) {
  const columns = Math.ceil(box.width / cell) + 1;
  const taken = new Uint8Array(columns * (Math.ceil(box.height / cell) + 1));
  const seen = [];
  for (let k = order.length - 1; k >= 0; k--) {
    const at = order[k];
    if (Number.isNaN(x[at])) continue;
    const place = Math.floor((x[at] * box.width) / cell) + columns * Math.floor(((1 - y[at]) * box.height) / cell);
    if (taken[place]) continue;
    taken[place] = 1;
    seen.push(at);
  }
  return seen.reverse();
}

/** A picture of one point, which is faster to draw many times than an arc. */
function stamp(colour, radius, ratio) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(2 * (radius + 1) * ratio);
  canvas.height = canvas.width;
  const pen = canvas.getContext('2d');
  pen.scale(ratio, ratio);
  pen.fillStyle = colour;
  pen.globalAlpha = 0.85;
  pen.beginPath();
  pen.arc(radius + 1, radius + 1, radius, 0, 2 * Math.PI);
  pen.fill();
  return canvas;
}

/** Draw all points; return how many were drawn. */
export function drawPoints(canvas, data, box, colours) {
  const ratio = window.devicePixelRatio || 1;
  Object.assign(canvas, { width: Math.round(box.width * ratio), height: Math.round(box.height * ratio) });
  const pen = canvas.getContext('2d');
  pen.scale(ratio, ratio);
  const radius = radiusOf(data.codes.length);
  const stamps = colours.map((colour) => stamp(colour, radius, ratio));
  const seen = visible(data, box, data.codes.length > RADII[0][0] ? radius / 1.5 : 0.5);
  const [offset, size] = [radius + 1, stamps[0].width / ratio];
  for (const at of seen) {
    pen.drawImage(stamps[data.codes[at]], data.x[at] * box.width - offset, (1 - data.y[at]) * box.height - offset, size, size);
  }
  return seen.length;
}

/** The window whose point is nearest to a place in pixels; of equally near ones the one that is drawn last. */
export function nearestWindow({ x, y, order }, box, left, top) {
  let [found, least] = [null, NEAR_PX ** 2];
  for (const at of order) {
    const distance = (x[at] * box.width - left) ** 2 + ((1 - y[at]) * box.height - top) ** 2;
    if (distance <= least) [found, least] = [at, distance];
  }
  return found;
}
