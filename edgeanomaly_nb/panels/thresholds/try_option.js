/* global draw, initialize, keepKeys, listen, make, setTraits, starPath */
// A group of radio buttons to try one of the options of a threshold. The browser gives them their keys; the radio
// buttons of ipywidgets have no group with a name. Text is received as text and set as text.

function makeStar() {
  return draw("svg", { viewBox: "-7 -7 14 14", "aria-hidden": "true" }, draw("path", { d: starPath(7) }));
}

function render({ model, el }) {
  const group = make("fieldset");
  group.setAttribute("role", "radiogroup");
  const button = make("button", { type: "button", textContent: "Reset" });
  const text = make("output", { dir: "auto" }); // read out when it changes
  // The names of radio buttons are those of their form: two views of a panel are two groups.
  const root = make("form", { className: "ea-try" }, group, make("div", { className: "ea-said" }, button, text));
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
