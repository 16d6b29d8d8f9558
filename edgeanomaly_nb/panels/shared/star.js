/** The path of a star around 0, 0: the mark of what is suggested. The same as star_path in star.py. */
export function starPath(radius) {
  const corners = [...Array(10).keys()].map((at) => {
    const length = at % 2 ? 0.4 * radius : radius;
    const angle = (at * Math.PI) / 5;
    return `${(Math.sin(angle) * length).toFixed(1)} ${(-Math.cos(angle) * length).toFixed(1)}`;
  });
  return `M${corners.join('L')}Z`;
}
