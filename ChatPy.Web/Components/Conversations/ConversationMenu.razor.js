// What the browser must do for the menu of a conversation: where it opens, its keys, and where the focus goes afterwards. .NET draws the rest.

/** Moves the focus with the arrow keys through elements that stand below each other. */
export function step(event, all) {
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) { return; }
  event.preventDefault();
  all[Math.max(0, Math.min(to, all.length - 1))]?.focus();
}

export function attach(owner, menu) {
  const life = new AbortController();
  const listen = (target, type, handler, options) => target.addEventListener(type, handler, { signal: life.signal, ...options });
  const items = () => [...menu.querySelectorAll('[role=menuitem]')];
  const rowOf = target => target.closest?.('.conversations li')?.querySelector('.conversation');

  let from;   // what the menu was opened from: a row, or a button
  let opening = false;
  async function open(opener, conversation, x, y, isLeftwards = false) {
    opening = true;
    const isFilled = await owner.invokeMethodAsync('Choose', conversation).catch(() => false);   // the circuit is gone
    opening = false;
    if (!isFilled) { return; }
    from = opener;
    from.parentElement.dataset.menu = 'open';
    if (!menu.matches(':popover-open')) { menu.showPopover(); }
    // A little under the pointer: a right button that is let go beside the menu would close it again.
    const { width, height } = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(isLeftwards ? x - width : x - 3, innerWidth - width - 8))}px`;
    menu.style.top = `${Math.max(8, y + height <= innerHeight - 8 ? y - 3 : Math.min(y - height + 3, innerHeight - height - 8))}px`;
    items()[0]?.focus();
  }

  const openForRow = (row, x, y) => open(row, row.dataset.conversationId, x, y);

  let byKey = 0;   // some browsers send a contextmenu event after the key, too
  listen(document, 'keydown', event => {
    if (menu.contains(event.target)) {
      if (event.key === 'Tab') { event.preventDefault(); menu.hidePopover(); }
      else if (event.key === ' ' && event.target.matches('a')) { event.preventDefault(); event.target.click(); }
      else { step(event, items()); }
      return;
    }
    const row = event.target.matches?.('.conversation') ? event.target : null;
    if (opening && event.key === 'Enter' && row) { event.preventDefault(); }   // meant for the menu, which is on its way
    if (row && (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))) {
      event.preventDefault();
      byKey = Date.now();
      const { left, bottom } = row.getBoundingClientRect();
      openForRow(row, left + 48, bottom - 8);
    }
  });
  listen(document, 'contextmenu', event => {
    const row = rowOf(event.target);
    if (!row || event.shiftKey && event.button === 2) { return; }   // Shift and a click: the browser's own menu
    event.preventDefault();
    if (Date.now() - byKey > 1000) { openForRow(row, event.clientX, event.clientY); }
  });

  // A press beside the menu closes it before the click comes: on the button that opened it that is all.
  let closing;
  listen(document, 'pointerdown', event => { closing = menu.matches(':popover-open') && from?.contains(event.target) ? from : null; }, { capture: true });
  listen(document, 'click', event => {
    const item = event.target.closest?.('[role=menuitem]');
    if (item && menu.contains(item)) {
      menu.hidePopover();
      if (item.dataset.search) { document.dispatchEvent(new CustomEvent('chatpy:search', { detail: item.dataset.search })); }
      return;
    }
    const button = event.target.closest?.('[data-menu-of], .conversations .more');
    if (!button || button === closing) { return; }
    const { left, right, bottom } = button.getBoundingClientRect();
    if (button.dataset.menuOf) { open(button, button.dataset.menuOf, right, bottom + 7, true); } else { openForRow(rowOf(button), left, bottom + 4); }
  });
  listen(menu, 'toggle', event => {
    if (event.newState !== 'closed') { return; }
    if (from) { delete from.parentElement?.dataset.menu; }
    if (menu.contains(document.activeElement) || document.activeElement === document.body) { from?.focus(); }
    from = null;
  });

  return { dispose() { life.abort(); } };
}
