// Opens at chatpy:shortcuts. The browser's own dialog holds the focus, closes by Esc, and gives the focus back.
export function attach(owner, dialog) {
  const life = new AbortController();
  const listen = (target, type, handler) => target.addEventListener(type, handler, { signal: life.signal });

  listen(document, 'chatpy:shortcuts', () => { if (dialog.open) { dialog.close(); } else { dialog.showModal(); } });
  listen(document, 'chatpy:palette', () => dialog.close());
  listen(dialog, 'click', event => { if (event.target === dialog || event.target.closest('button')) { dialog.close(); } });

  dialog.dataset.ready = 'true';

  return { dispose() { life.abort(); } };
}
