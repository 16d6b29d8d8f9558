/* global initialize, keepKeys, listen, make, setTraits */
// A slider, a box and a button for one number. All three are elements of the browser, which have keys and names; the
// slider of ipywidgets has no name. Text is received as text and set as text.

function render({ model, el }) {
  const slider = make("input", { type: "range" });
  const box = make("input", { type: "number" });
  const button = make("button", { type: "button", textContent: "Reset" });
  const text = make("output", { dir: "auto" }); // read out when it changes
  const line = make("div", { className: "ea-said" }, make("label", {}, "Try ", box), button, text);
  const root = make("div", { className: "ea-try" }, slider, line);
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
