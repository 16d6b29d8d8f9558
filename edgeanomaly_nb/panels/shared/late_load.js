/**
 * anywidget waits two seconds for the script of a widget. If the page is slower, it drops all messages of the kernel to
 * that widget: a table stays empty, a line never changes. This detects such a widget, receives the messages in its
 * place, and requests the state that it missed.
 */
async function receiveMessages(model) {
  const own = await model.widget_manager?.get_model(model.get("_own_id"));
  if (!own?.comm) return; // a page without a kernel
  // anywidget handles a message once the script is loaded, and rejects it after the timeout. This message has an
  // unknown method and changes nothing.
  const handled = own._handle_comm_msg({ content: { data: { method: "none" } }, buffers: [] });
  const isLate = await handled.then(() => false, () => true);
  if (!isLate) return;
  // The layout is a model of ipywidgets, so its handler is the one that anywidget overrides.
  const handle = model.get("layout")._handle_comm_msg;
  own.comm.on_msg((message) => handle.call(own, message));
  own.comm.send({ method: "request_state" }, {});
}

export function initialize({ model }) {
  receiveMessages(model).catch((error) =>
    console.warn("edgeanomaly_nb: cannot find out if this widget receives messages of the kernel", error));
}
