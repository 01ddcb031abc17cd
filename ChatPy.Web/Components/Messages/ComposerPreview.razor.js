// Opens the preview by its button or Alt+P, and tells it what stands in the box: now and then while the person types, never for each letter.
const pause = 150;
const most = 16 * 1024;   // letters; a longer text cannot be sent

export function attach(owner, root) {
  const composer = root.closest('.composer');
  const box = composer.querySelector('textarea');
  const button = composer.querySelector('[data-testid="composer-preview-toggle"]');
  const life = new AbortController();
  const listen = (target, type, handler) => target.addEventListener(type, handler, { signal: life.signal });
  let isOn = false;
  let waiting = null;

  function show() {
    clearTimeout(waiting);
    waiting = null;
    owner.invokeMethodAsync('Show', isOn ? box.value.slice(0, most).toWellFormed() : null).catch(() => { /* the circuit is gone */ });
  }

  const follow = () => { if (isOn) { waiting ??= setTimeout(show, pause); } };

  function turn() {
    isOn = !isOn;
    button.ariaPressed = String(isOn);
    show();
  }

  listen(box, 'input', follow);
  listen(document, 'chatpy:about', follow);   // another text is in the box
  listen(document, 'chatpy:sent', () => { if (isOn) { turn(); } });
  listen(button, 'click', () => { turn(); box.focus(); });
  listen(box, 'keydown', event => {
    // π: Alt+P of a Mac.
    if (!event.altKey || event.ctrlKey || event.metaKey || !['p', 'π'].includes(event.key.toLowerCase())) { return; }
    event.preventDefault();
    turn();
  });

  button.disabled = false;

  return {
    dispose() {
      life.abort();
      clearTimeout(waiting);
    },
  };
}
