/* global initialize */
function render({ model, el }) {
  const line = document.createElement("div");
  line.setAttribute("role", "status");
  line.setAttribute("aria-live", "polite");
  Object.assign(line.style, { minHeight: "1.5em", padding: "0 2px", overflowWrap: "anywhere" });
  const show = () => { line.textContent = model.get("text"); };
  model.on("change:text", show);
  el.append(line);
  show();
  // JupyterLab looks for shortcuts before the focused element receives the key; only an attribute on that element
  // prevents it. Keys pressed with Ctrl or Cmd remain shortcuts.
  const keepKey = (event) => {
    const { target } = event;
    const ours = el.closest(".edgeanomaly-explorer")?.contains(target);
    if (!ours || event.ctrlKey || event.metaKey || "lmSuppressShortcuts" in target.dataset) return;
    target.dataset.lmSuppressShortcuts = "true";
    setTimeout(() => delete target.dataset.lmSuppressShortcuts);
  };
  window.addEventListener("keydown", keepKey, true);
  return () => {
    window.removeEventListener("keydown", keepKey, true);
    model.off("change:text", show);
  };
}

export default { initialize, render };
