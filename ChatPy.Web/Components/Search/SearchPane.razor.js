// Typing never waits for the circuit: what was typed is asked for after a moment of quiet. Arrow keys walk through what was found.
const quiet = 150;

export function attach(owner, root) {
  const field = root.querySelector('input');
  const pane = root.parentElement;
  const life = new AbortController();
  const listen = (target, type, handler) => target.addEventListener(type, handler, { signal: life.signal });
  const hits = () => [...pane.querySelectorAll('[data-testid="search-hit"]')];
  let waiting;

  function ask() {
    clearTimeout(waiting);
    waiting = setTimeout(() => owner.invokeMethodAsync('SearchAsync', field.value.toWellFormed()).catch(() => { /* the circuit is gone */ }), quiet);
  }

  function onKey(event) {
    const all = hits();
    const at = all.indexOf(document.activeElement);
    if (event.key === 'Escape' && (event.target === field || at >= 0)) {
      if (field.value === '') { return; }
      field.value = '';
      ask();
      field.focus();
    } else if (event.key === 'ArrowDown' && (event.target === field || at >= 0)) {
      (all[at + 1] ?? all.at(-1))?.focus();
    } else if (event.key === 'ArrowUp' && at >= 0) {
      (all[at - 1] ?? field).focus();
    } else if (event.key === 'Enter' && event.target === field) {
      all[0]?.click();
    } else { return; }
    event.preventDefault();
    event.stopPropagation();
  }

  listen(field, 'input', ask);
  listen(pane, 'keydown', onKey);
  listen(document, 'chatpy:search', event => {
    if (event.detail) { owner.invokeMethodAsync('StayWithinAsync', event.detail).catch(() => { /* the circuit is gone */ }); }
    comeIntoSight(() => { field.focus(); field.select(); });
  });

  // On a phone the open conversation gives way to the list, where the field is.
  function comeIntoSight(then) {
    if (field.checkVisibility()) { then(); return; }
    const watch = new MutationObserver(() => { if (field.checkVisibility()) { watch.disconnect(); then(); } });
    watch.observe(field.closest('main'), { attributeFilter: ['data-pane'] });
    life.signal.addEventListener('abort', () => watch.disconnect());
    Blazor.navigateTo('');
  }

  return {
    dispose() {
      life.abort();
      clearTimeout(waiting);
    },
  };
}
