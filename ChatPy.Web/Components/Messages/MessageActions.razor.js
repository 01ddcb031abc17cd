// Puts the toolbar at the row under the pointer or with the focus, and the menu where it was asked for. Keys of a row: R replies, E edits,
// + reacts, Delete deletes; the menu key opens the menu.
import { toned } from '../../emoji.js';

const longPress = 500;
const keys = { r: 'reply', e: 'edit', '+': 'react', Delete: 'delete' };

export function attach(owner, root) {
  const timeline = root.closest('.timeline');
  const log = timeline.querySelector('.log');
  const toolbar = root.querySelector('.toolbar');
  const menu = root.querySelector('.menu');
  const other = menu.querySelector('[data-action="pick"]');
  const life = new AbortController();
  const listen = (target, type, handler, options) => target.addEventListener(type, handler, { signal: life.signal, ...options });

  let row = null;       // whose toolbar it is
  let back = null;      // what had the focus before the menu
  let press;
  let held = false;     // the finger that opened the menu is still down

  const rowOf = target => target.closest?.('[data-testid="message"]');
  const isGone = message => message.querySelector('[data-testid="message-deleted"]') !== null;

  // What can be done: the kind of the conversation, and whose message it is.
  function fits(button, message) {
    return (button.dataset.needs ?? '').split(' ').every(need =>
      need === '' || need === root.dataset.kind || (need === 'mine' && message.dataset.direction === 'out'));
  }

  function choose(container, message) {
    for (const button of container.querySelectorAll('[data-needs]')) { button.hidden = !fits(button, message); }
  }

  function point(message) {
    if (message === row || !menu.hidden) { return; }
    row = message;
    toolbar.hidden = row === null || isGone(row);
    if (toolbar.hidden) { return; }
    choose(toolbar, row);
    place();
  }

  function place() {
    const bubble = row.querySelector('.bubble').getBoundingClientRect();
    const frame = timeline.getBoundingClientRect();
    const mine = row.dataset.direction === 'out';
    toolbar.style.top = `${Math.max(bubble.top - frame.top - 20, 4)}px`;
    const left = mine ? bubble.left - frame.left - toolbar.offsetWidth / 2 : bubble.right - frame.left - toolbar.offsetWidth / 2;
    toolbar.style.left = `${Math.min(Math.max(left, 8), frame.width - toolbar.offsetWidth - 8)}px`;
  }

  function open(message, x, y) {
    if (isGone(message)) { return; }
    row = message;
    back = toolbar.contains(document.activeElement) ? row : document.activeElement;   // the toolbar goes
    choose(menu, row);
    for (const quick of menu.querySelectorAll('[data-emoji]')) { quick.textContent = toned(quick.dataset.emoji); }
    other.hidden = document.querySelector('[data-testid="emoji-picker"]') === null;   // there is none beside a blocked peer
    menu.hidden = false;
    toolbar.hidden = true;
    const frame = timeline.getBoundingClientRect();
    menu.style.left = `${Math.min(Math.max(x - frame.left, 8), frame.width - menu.offsetWidth - 8)}px`;
    menu.style.top = `${Math.min(Math.max(y - frame.top, 8), frame.height - menu.offsetHeight - 8)}px`;
    items()[0].focus();
  }

  function close() {
    if (menu.hidden) { return; }
    menu.hidden = true;
    if (menu.contains(document.activeElement) || document.activeElement === document.body) { back?.focus?.(); }
    point(null);
  }

  const items = () => [...menu.querySelectorAll('[role="menuitem"]')].filter(item => item.offsetParent !== null);

  async function act(name, message, emoji) {
    close();
    if (message === null || isGone(message) || !fits([...menu.querySelectorAll('[data-action]')].find(item => item.dataset.action === name), message)) { return; }
    const answer = await owner.invokeMethodAsync('ActAsync', name, message.dataset.messageId, emoji ?? null).catch(() => null);
    if (answer === null) { return; }
    if (name === 'copy') { await copy(answer.text); }
    if (name === 'reply' || name === 'edit') {
      document.dispatchEvent(new CustomEvent('chatpy:about', { detail: { kind: name, target: message.dataset.messageId, ...answer } }));
    }
  }

  // The picker is the one of the composer. What had the focus before the menu gets it back from there, too.
  function pick() {
    const [message, place] = [row, other.getBoundingClientRect()];
    close();
    document.dispatchEvent(new CustomEvent('chatpy:pick', { detail: { place, take: emoji => act('react', message, emoji) } }));
  }

  async function copy(text) {
    let isDone = true;
    try { await navigator.clipboard.writeText(text); } catch { isDone = false; }
    await owner.invokeMethodAsync('Copied', isDone).catch(() => { /* the circuit is gone */ });
  }

  function onChoice(event) {
    const button = event.target.closest('[data-action]');
    if (!button) { return; }
    if (button === other) { pick(); return; }
    if (button.dataset.action !== 'menu') { act(button.dataset.action, row, button.dataset.emoji && button.textContent); return; }
    const place = button.getBoundingClientRect();
    open(row, place.left, place.bottom + 4);
  }

  function onMenuKey(event) {
    const all = items();
    const at = all.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') { close(); } else if (event.key === 'Home') { all[0].focus(); } else if (event.key === 'End') { all.at(-1).focus(); } else if (step) {
      all[(at + step + all.length) % all.length].focus();
    } else { return; }
    event.preventDefault();
    event.stopPropagation();
  }

  function onRowKey(event) {
    const message = rowOf(event.target);
    if (!message || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const bubble = message.querySelector('.bubble').getBoundingClientRect();
      event.preventDefault();
      open(message, bubble.left, bubble.top);
      return;
    }
    const name = keys[event.key] ?? keys[event.key.toLowerCase()];
    if (!name || event.target.matches('input, textarea, select, [contenteditable]')) { return; }
    event.preventDefault();
    event.stopPropagation();
    act(name, message, name === 'react' ? toned('👍') : null);
  }

  function onContextMenu(event) {
    const message = rowOf(event.target);
    // A link and a selection have a menu of their own in every browser.
    if (!message || event.target.closest('a') || !getSelection().isCollapsed) { return; }
    event.preventDefault();
    open(message, event.clientX, event.clientY);
  }

  // Rows came or went: the toolbar goes with its own.
  const changes = new MutationObserver(() => {
    if (row?.isConnected && !isGone(row)) { place(); } else { row = null; toolbar.hidden = true; }
  });
  changes.observe(log, { childList: true, subtree: true });

  listen(log, 'pointermove', event => { if (event.pointerType !== 'touch') { point(rowOf(event.target)); } });
  listen(timeline, 'pointerleave', () => point(null));
  listen(log, 'focusin', event => { if (event.target.matches(':focus-visible')) { point(rowOf(event.target)); } });
  listen(log, 'scroll', () => { row = null; toolbar.hidden = true; close(); }, { passive: true });
  listen(log, 'contextmenu', onContextMenu);
  listen(log, 'keydown', onRowKey);
  listen(root, 'click', onChoice);
  listen(menu, 'keydown', onMenuKey);
  listen(menu, 'contextmenu', event => event.preventDefault());   // some browsers send it after the key, too
  listen(document, 'pointerdown', event => { if (!menu.contains(event.target)) { close(); } });
  listen(document, 'chatpy:edit-last', () => {
    const mine = [...log.querySelectorAll('[data-testid="message"][data-direction="out"]')].filter(message => !isGone(message));
    act('edit', mine.at(-1) ?? null);
  });

  // Where a long press opens no menu by itself.
  listen(log, 'pointerdown', event => {
    clearTimeout(press);
    held = false;
    const message = rowOf(event.target);
    if (event.pointerType !== 'touch' || !message) { return; }
    press = setTimeout(() => {
      held = true;
      open(message, event.clientX, event.clientY);
    }, longPress);
  });
  listen(log, 'touchend', event => { if (held) { event.preventDefault(); } });   // else lifting the finger clicks what has come under it
  for (const type of ['pointerup', 'pointercancel', 'pointermove']) { listen(log, type, () => clearTimeout(press)); }
  menu.dataset.ready = 'true';

  return {
    dispose() {
      life.abort();
      changes.disconnect();
      clearTimeout(press);
    },
  };
}
