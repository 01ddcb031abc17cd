// What the browser must do for the list: arrow keys, where the menu opens, and which texts wait to be sent. .NET draws the rest.
const draftKey = 'chatpy.draft.';

export function attach(owner, root) {
  const life = new AbortController();
  const listen = (target, type, handler, options) => target.addEventListener(type, handler, { signal: life.signal, ...options });
  const tell = (method, ...parameters) => owner.invokeMethodAsync(method, ...parameters).catch(() => false);   // the circuit is gone
  const menu = root.querySelector('[role=menu]');
  const rowOf = target => target.closest?.('li')?.querySelector('.conversation');

  // But for the open conversation, where it stands before the person's eyes: the circuit need not hear of each text that begins and goes.
  let told = '';
  function readDrafts() {
    const opened = location.pathname.split('/').at(-1);
    let ids;
    try { ids = Object.keys(localStorage).filter(key => key.startsWith(draftKey)).map(key => key.slice(draftKey.length)).filter(id => id !== opened).sort(); } catch { return; }
    if (ids.join() === told) { return; }
    told = ids.join();
    tell('ShowDrafts', ids);
  }

  let from;   // the row whose menu is open
  let opening = false;
  async function open(row, x, y) {
    opening = true;
    const isFilled = await tell('Choose', row.dataset.conversationId);
    opening = false;
    if (!isFilled) { return; }
    from = row;
    row.parentElement.dataset.menu = 'open';
    if (!menu.matches(':popover-open')) { menu.showPopover(); }
    // A little under the pointer: a right button that is let go beside the menu would close it again.
    const { width, height } = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(x - 3, innerWidth - width - 8))}px`;
    menu.style.top = `${Math.max(8, y + height > innerHeight - 8 ? y - height + 3 : y - 3)}px`;
    items()[0]?.focus();
  }

  function openBelow(row) {
    const { left, bottom } = row.getBoundingClientRect();
    return open(row, left + 48, bottom - 8);
  }

  const items = () => [...menu.querySelectorAll('[role=menuitem]')];
  const rows = () => [...root.querySelectorAll('.conversation')].filter(row => row.checkVisibility());

  function step(event, all) {
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    all[Math.max(0, Math.min(to, all.length - 1))]?.focus();
  }

  let byKey = 0;   // some browsers send a contextmenu event after the key, too
  listen(root, 'keydown', event => {
    if (menu.contains(event.target)) {
      if (event.key === 'Tab') { event.preventDefault(); menu.hidePopover(); } else { step(event, items()); }
      return;
    }
    if (!event.target.matches('.conversation')) { return; }
    if (opening && event.key === 'Enter') { event.preventDefault(); }   // meant for the menu, which is on its way
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      byKey = Date.now();
      openBelow(event.target);
      return;
    }
    step(event, rows());
  });
  listen(root, 'contextmenu', event => {
    const row = rowOf(event.target);
    if (!row || event.shiftKey && event.button === 2) { return; }   // Shift and a click: the browser's own menu
    event.preventDefault();
    if (Date.now() - byKey > 1000) { open(row, event.clientX, event.clientY); }
  });
  listen(root, 'click', event => {
    const more = event.target.closest('.more');
    if (more) {
      const { left, bottom } = more.getBoundingClientRect();
      open(rowOf(more), left, bottom + 4);
    }
    if (event.target.closest('[role=menuitem]')) { menu.hidePopover(); }
  });
  listen(menu, 'toggle', event => {
    if (event.newState !== 'closed') { return; }
    for (const item of root.querySelectorAll('li[data-menu]')) { delete item.dataset.menu; }
    if (menu.contains(document.activeElement) || document.activeElement === document.body) { from?.focus(); }
    from = null;
  });

  // Composers keep them: of other tabs, and of what was open here before.
  listen(window, 'storage', event => { if (event.key === null || event.key.startsWith(draftKey)) { readDrafts(); } });
  readDrafts();

  root.dataset.ready = 'true';

  return { readDrafts, dispose() { life.abort(); } };
}
