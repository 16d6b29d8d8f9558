/* global initialize, keepKeys, listen, make, setTraits */
// A slider, a box and a button for one number. All three are elements of the browser, which have keys and names; the
// slider of ipywidgets has no name. Text is received as text and set as text.

const STYLE = `
.edgeanomaly-try { width: 100%; max-width: 640px; font: inherit; line-height: 1.45; }
.edgeanomaly-try input[type=range] {
  display: block; width: 100%; height: 20px; margin: 4px 0 0; appearance: none; background: transparent; cursor: pointer; }
${["-webkit-slider-runnable-track", "-moz-range-track"].map((track) => `
.edgeanomaly-try input::${track} {
  height: 4px; border-radius: 2px; background: color-mix(in srgb, currentColor 40%, transparent); }`).join("")}
${["-webkit-slider-thumb", "-moz-range-thumb"].map((thumb) => `
.edgeanomaly-try input::${thumb} {
  appearance: none; width: 16px; height: 16px; border: 0; border-radius: 8px; background: #2f7bd9; }
.edgeanomaly-try input:focus-visible::${thumb} { outline: 2px solid currentColor; outline-offset: 1px; }`).join("")}
.edgeanomaly-try input::-webkit-slider-thumb { margin-top: -6px; }
.edgeanomaly-try div { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin-top: 4px; }
.edgeanomaly-try input[type=number] { box-sizing: border-box; width: 8em; }
.edgeanomaly-try input[type=number], .edgeanomaly-try button {
  height: 26px; padding: 0 8px; font: inherit; color: inherit; background: transparent;
  border: 1px solid color-mix(in srgb, currentColor 55%, transparent); border-radius: 3px; }
.edgeanomaly-try button:enabled { cursor: pointer; }
.edgeanomaly-try button:disabled { opacity: 0.5; }
.edgeanomaly-try :is(input, button):focus-visible { outline: 2px solid #2f7bd9; outline-offset: 2px; }
/* Only around the handle: around the whole slider, it would cover the labels of the scale. */
.edgeanomaly-try input[type=range]:focus-visible { outline: 0; }
.edgeanomaly-try output { flex: 1 1 16em; overflow-wrap: anywhere; }
`;

function render({ model, el }) {
  const slider = make("input", { type: "range" });
  const box = make("input", { type: "number" });
  const button = make("button", { type: "button", textContent: "Reset" });
  const text = make("output", { dir: "auto" }); // read out when it changes
  const line = make("div", {}, make("label", {}, "Try ", box), button, text);
  const root = make("div", { className: "edgeanomaly-try" }, make("style", { textContent: STYLE }), slider, line);
  keepKeys(root);

  function showName() {
    const name = model.get("name");
    slider.setAttribute("aria-label", `Slider for ${name}`);
    box.setAttribute("aria-label", `Try another value for ${name}`);
    button.setAttribute("aria-label", `Reset ${name}`);
  }

  function showNumber() {
    const value = String(model.get("value"));
    Object.assign(slider, { min: model.get("low"), max: model.get("high"), step: model.get("step") });
    slider.value = value;
    box.step = model.get("step");
    box.setAttribute("value", value); // steps are counted from here, so that any number is valid
    box.value = value;
  }

  function showText() {
    text.textContent = model.get("text");
    button.disabled = !model.get("trying");
  }

  function setValue(input) {
    if (Number.isFinite(input.valueAsNumber)) setTraits(model, { value: input.valueAsNumber });
    showNumber();
  }

  slider.addEventListener("input", () => setValue(slider));
  box.addEventListener("change", () => setValue(box));
  button.addEventListener("click", () => {
    model.send({ reset: true });
    box.focus(); // the button is disabled next, and no element would have the focus
  });
  const shown = [
    ["change:name", showName],
    ["change:value change:low change:high change:step", showNumber],
    ["change:text change:trying", showText],
  ];
  for (const [, show] of shown) show();
  el.append(root);
  return listen(model, shown);
}

export default { initialize, render };
