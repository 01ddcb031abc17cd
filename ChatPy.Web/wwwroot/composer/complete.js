// The list above the box: emoji from two letters behind a colon. The caret stays in the box; the list follows it.
import { codeFor, exactly, find, load, nameOf, remember, toned } from '../emoji.js';
import { plain } from '../fuzzy.js';
import { isInCode, replace } from './text.js';

const begun = /(?:^|[\s(])(:[\p{L}\p{M}\d_+-]{2,})$/u;
const closed = /(?:^|[\s(])(:[\p{L}\p{M}\d_+-]{2,}:)$/u;
const most = 8;

export function complete(box, listen, list) {
  let place = null;   // where the typed code begins, while the list is open
  let asked = 0;
  let at = 0;

  box.setAttribute('aria-autocomplete', 'list');
  box.setAttribute('aria-controls', list.id);

  const options = () => [...list.children];
  const isOpen = () => !list.hidden;

  function close() {
    asked++;
    place = null;
    list.hidden = true;
    list.replaceChildren();
    box.removeAttribute('aria-activedescendant');
  }

  function choose(index) {
    const all = options();
    at = (index + all.length) % all.length;
    all.forEach((one, number) => { one.ariaSelected = String(number === at); });
    box.setAttribute('aria-activedescendant', all[at].id);
    all[at].scrollIntoView({ block: 'nearest' });
  }

  function option(row, typed, number) {
    const one = document.createElement('li');
    one.id = `${list.id}-${number}`;
    one.setAttribute('role', 'option');
    one.dataset.emoji = row.emoji;
    const [picture, code, name] = ['b', 'code', 'span'].map(kind => one.appendChild(document.createElement(kind)));
    picture.textContent = toned(row.emoji);
    code.textContent = `:${codeFor(row, typed)}:`;
    name.textContent = nameOf(row);
    return one;
  }

  function pick(emoji) {
    const start = place;
    const end = box.selectionStart;
    close();
    remember(emoji);
    replace(box, start, end, `${toned(emoji)} `);
  }

  async function follow() {
    const end = box.selectionStart;
    const before = box.value.slice(Math.max(0, end - 60), end);
    const whole = closed.exec(before)?.[1];
    const typed = whole ?? begun.exec(before)?.[1];
    if (!typed || end !== box.selectionEnd || isInCode(box.value, end)) { close(); return; }
    const mine = ++asked;
    let rows;
    try { rows = await load(); } catch { return; }   // without the list the text is text
    if (mine !== asked || !box.isConnected) { return; }

    if (whole) {
      const emoji = exactly(rows, whole.slice(1, -1));
      close();
      if (emoji) { replace(box, end - whole.length, end, toned(emoji)); }
      return;
    }
    const found = find(rows, typed.slice(1), most);
    if (found.length === 0) { close(); return; }
    place = end - typed.length;
    list.replaceChildren(...found.map((row, number) => option(row, plain(typed.slice(1)), number)));
    list.hidden = false;
    choose(0);
  }

  listen(box, 'input', event => { if (!event.isComposing) { follow(); } });
  listen(box, 'blur', close);
  listen(document, 'selectionchange', () => { if (isOpen() && document.activeElement === box && box.selectionStart <= place) { close(); } });
  listen(list, 'pointerdown', event => event.preventDefault());   // the box keeps the caret
  listen(list, 'click', event => {
    const emoji = event.target.closest('[data-emoji]')?.dataset.emoji;
    if (emoji) { pick(emoji); }
  });
  listen(box, 'keydown', event => {
    if (!isOpen() || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) { return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { choose(at + step); }
    else if (event.key === 'Enter' || event.key === 'Tab') { pick(options()[at].dataset.emoji); }
    else if (event.key === 'Escape') { close(); }
    else { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
  });

  return { close };
}
