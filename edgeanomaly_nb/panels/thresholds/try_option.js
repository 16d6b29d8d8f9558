/* global draw, initialize, keepKeys, listen, make, setTraits, starPath */
// A group of radio buttons to try one of the options of a threshold. The browser gives them their keys; the radio
// buttons of ipywidgets have no group with a name. Text is received as text and set as text.

const STYLE = `
.edgeanomaly-options { width: 100%; max-width: 640px; font: inherit; line-height: 1.45; }
.edgeanomaly-options fieldset { min-width: 0; margin: 4px 0; padding: 4px; border: 0; max-height: 340px; overflow: auto; }
.edgeanomaly-options label { display: flex; align-items: flex-start; gap: 8px; padding: 2px 0; cursor: pointer; }
.edgeanomaly-options input { flex: none; width: 16px; height: 16px; margin: 2px; accent-color: #2f7bd9; cursor: pointer; }
.edgeanomaly-options label > span { min-width: 0; overflow-wrap: anywhere; }
.edgeanomaly-options :checked + span { font-weight: 600; }
.edgeanomaly-options svg { width: 14px; height: 14px; vertical-align: -2px; fill: currentColor; }
.edgeanomaly-options .ea-line { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin-top: 4px; }
.edgeanomaly-options button {
  height: 26px; padding: 0 8px; font: inherit; color: inherit; background: transparent;
  border: 1px solid color-mix(in srgb, currentColor 55%, transparent); border-radius: 3px; }
.edgeanomaly-options button:enabled { cursor: pointer; }
.edgeanomaly-options button:disabled { opacity: 0.5; }
.edgeanomaly-options :is(input, button):focus-visible { outline: 2px solid #2f7bd9; outline-offset: 2px; }
.edgeanomaly-options output { flex: 1 1 16em; overflow-wrap: anywhere; }
`;

function makeStar() {
  return draw("svg", { viewBox: "-7 -7 14 14", "aria-hidden": "true" }, draw("path", { d: starPath(7) }));
}

function render({ model, el }) {
  const group = make("fieldset");
  group.setAttribute("role", "radiogroup");
  const button = make("button", { type: "button", textContent: "Reset" });
  const text = make("output", { dir: "auto" }); // read out when it changes
  // The names of radio buttons are those of their form: two views of a panel are two groups.
  const root = make("form", { className: "edgeanomaly-options" }, make("style", { textContent: STYLE }), group,
    make("div", { className: "ea-line" }, button, text));
  root.addEventListener("submit", (event) => event.preventDefault());
  keepKeys(root);
  const radios = new Map(); // by the value of the option
  const notes = new Map();

  function showName() {
    group.setAttribute("aria-label", model.get("name"));
    button.setAttribute("aria-label", `Reset ${model.get("name")}`);
  }

  function showOptions() {
    radios.clear();
    notes.clear();
    group.replaceChildren(...model.get("options").map(({ value, text: shown }) => {
      const radio = make("input", { type: "radio", name: "option", onchange: () => tryOption(value) });
      const note = make("span");
      radios.set(value, radio);
      notes.set(value, note);
      return make("label", {}, radio, make("span", {}, make("bdi", { textContent: shown }), note));
    }));
  }

  function showValue() {
    const value = model.get("value");
    for (const [option, radio] of radios) {
      radio.checked = option === value;
      const marks = [
        option === model.get("saved") ? ["saved"] : [],
        option === model.get("suggested") ? [makeStar(), " suggested"] : [],
        radio.checked && model.get("trying") ? ["trying"] : [],
      ].filter((mark) => mark.length);
      notes.get(option).replaceChildren(...marks.flatMap((mark, at) => [at ? " · " : " – ", ...mark]));
    }
    text.textContent = model.get("text");
    button.disabled = !model.get("trying");
  }

  function tryOption(value) {
    setTraits(model, { value });
    showValue();
  }

  button.addEventListener("click", () => {
    model.send({ reset: true });
    // The button is disabled next, and no element would have the focus.
    (radios.get(model.get("saved")) ?? radios.values().next().value)?.focus();
  });
  const shown = [
    ["change:name", showName],
    ["change:options", showOptions],
    ["change:options change:value change:saved change:suggested change:text change:trying", showValue],
  ];
  for (const [, show] of shown) show();
  el.append(root);
  return listen(model, shown);
}

export default { initialize, render };
