/**
 * The points of the plane: one per window, in places from 0 to 1. Nothing here depends on the elements of the page,
 * except the canvas.
 */

const NEAR_PX = 14;
const STAMPED = 2000;
/** Up to so many windows have points of this radius. */
const RADII = [[STAMPED, 3.4], [20000, 2.4], [Infinity, 1.7]];

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

/** Draw few points, with smooth edges. */
function stampPoints(pen, { x, y, codes, order }, box, colours, radius, ratio) {
  const stamps = colours.map((colour) => stamp(colour, radius, ratio));
  const size = stamps[0].width / ratio;
  pen.scale(ratio, ratio);
  for (const at of order) {
    if (Number.isNaN(x[at])) continue;
    pen.drawImage(stamps[codes[at]], x[at] * box.width - radius - 1, (1 - y[at]) * box.height - radius - 1, size, size);
  }
}

/** The pixels of a disc, as distances from its centre. */
function discOf(radius) {
  const pixels = [];
  for (let top = -Math.ceil(radius); top <= radius; top++) {
    for (let left = -Math.ceil(radius); left <= radius; left++) if (left ** 2 + top ** 2 <= radius ** 2) pixels.push([left, top]);
  }
  return pixels;
}

/** Set the pixels of many points: 100,000 take a few milliseconds, where stamps take half a second. */
function setPixels(pen, { x, y, codes, order }, colours, radius) {
  const { width, height } = pen.canvas;
  const image = pen.createImageData(width, height);
  const pixels = new DataView(image.data.buffer);
  const inks = colours.map((colour) => parseInt(`${colour.slice(1)}ff`, 16));
  const disc = discOf(radius);
  for (const at of order) {
    if (Number.isNaN(x[at])) continue;
    const [across, down] = [Math.round(x[at] * width), Math.round((1 - y[at]) * height)];
    for (const [left, top] of disc) {
      const [column, row] = [across + left, down + top];
      if (column >= 0 && column < width && row >= 0 && row < height) pixels.setUint32(4 * (row * width + column), inks[codes[at]]);
    }
  }
  pen.putImageData(image, 0, 0);
}

/** Draw all points; those with the highest scores are on top. */
export function drawPoints(canvas, data, box, colours) {
  const ratio = window.devicePixelRatio || 1;
  Object.assign(canvas, { width: Math.round(box.width * ratio), height: Math.round(box.height * ratio) });
  const [pen, radius] = [canvas.getContext('2d'), radiusOf(data.codes.length)];
  if (data.codes.length <= STAMPED) stampPoints(pen, data, box, colours, radius, ratio);
  else setPixels(pen, data, colours, radius * ratio);
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
