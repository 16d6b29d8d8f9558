/**
 * anywidget gives a widget's script two seconds to load. Where the page is slower, it drops all that the kernel
 * sends to that widget from then on, for good: a table without rows, a line that never changes. This asks whether
 * it came to that; if so, it takes the messages itself and asks the kernel for the state that was missed.
 */
async function listen(model) {
  const own = await model.widget_manager?.get_model(model.get("_own_id"));
  if (!own?.comm) return; // a page without a kernel
  // It waits until the script is loaded or given up, and then does nothing with a message of no known kind.
  const heard = own._handle_comm_msg({ content: { data: { method: "none" } }, buffers: [] });
  const deaf = await heard.then(() => false, () => true);
  if (!deaf) return;
  // The layout is a model of ipywidgets' own, so its handler is the one that anywidget puts its wait before.
  const take = model.get("layout")._handle_comm_msg;
  own.comm.on_msg((message) => take.call(own, message));
  own.comm.send({ method: "request_state" }, {});
}

export function initialize({ model }) {
  listen(model).catch((error) => console.warn("edgeanomaly_nb: cannot tell whether the kernel is heard", error));
}
