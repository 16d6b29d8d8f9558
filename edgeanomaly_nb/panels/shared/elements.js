/**
 * What the scripts of several widgets use: elements of the page, texts, and the traits of a model.
 */

/** An element with properties, attributes (in `attributes`) and children. */
export function make(tag, { attributes = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Set text only where it changes, so that the page does no needless work. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Keep keys from JupyterLab: without the attribute, arrow keys, Enter and letters are its shortcuts. */
export function keepKeys(root) {
  root.dataset.lmSuppressShortcuts = 'true';
  root.addEventListener('keydown', (event) => event.stopPropagation());
}

/** Text cut to a length. */
export function cut(text, limit) {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

const COUNTS = new Intl.NumberFormat('en');

/** A count with commas between thousands, as Python writes it. */
export function countText(count) {
  return COUNTS.format(count);
}

/** A count and its noun. */
export function counted(count, one, many = `${one}s`) {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** Bytes as numbers of a type. They are copied, since an array of numbers has to begin at a multiple of their size. */
export function numbersOf(bytes, Type) {
  return new Type(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Call functions when the model changes: pairs of events and a function. Returns a function that ends this. */
export function listen(model, calls) {
  for (const [events, call] of calls) model.on(events, call);
  return () => calls.forEach(([events, call]) => model.off(events, call));
}

/** Set traits, and send them to the kernel; without a kernel, the page keeps working. */
export function setTraits(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  try {
    model.save_changes();
  } catch {
    // There is no kernel.
  }
}
