/* global initialize */
function render({ model, el }) {
  const add = (parent, tag, more) =>
    parent.appendChild(Object.assign(document.createElement(tag), more));
  const box = add(el, "details", { className: "edgeanomaly-key" });
  add(box, "summary", { textContent: "Use an API key" });
  const row = add(box, "div", {});
  const label = add(row, "label", { textContent: "API key " });
  const input = add(label, "input", { type: "password", autocomplete: "off", spellcheck: false });
  const button = add(row, "button", {
    type: "button", textContent: "Use this key", className: "jupyter-button widget-button",
  });
  const where = add(row, "span", {});
  const sendKey = () => {
    const key = input.value;
    input.value = "";
    if (key) model.send({ key });
  };
  button.addEventListener("click", sendKey);
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") sendKey(); });
  const show = () => {
    box.open = model.get("unfolded");
    where.textContent = `It is sent only to ${model.get("host")}, and not saved in the notebook.`;
  };
  model.on("change:host change:unfolded", show);
  show();
  return () => { input.value = ""; model.off("change:host change:unfolded", show); };
}

export default { initialize, render };
