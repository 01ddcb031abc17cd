// One Tab stop for the whole timeline. The rows take turns at it by ↑ ↓ Home End; what stands inside a row is out of the way of Tab
// until Enter goes in, and Esc comes back out.
const controls = 'a[href], button, input, select, textarea, summary, [tabindex]';

export function rove(log) {
  const life = new AbortController();
  const listen = (type, handler) => log.addEventListener(type, handler, { signal: life.signal });
  let stop;            // the row that Tab comes to
  let entered;         // the row whose controls Tab goes through
  let isHere = false;  // whether the focus is in the timeline

  const rows = () => [...log.querySelectorAll('article')];
  const within = row => [...row.querySelectorAll(controls)].filter(control => control.checkVisibility());
  const give = (elements, tabIndex) => { for (const element of elements) { if (element.tabIndex !== tabIndex) { element.tabIndex = tabIndex; } } };

  function offer(row) {
    if (row === stop) { return; }
    if (stop) { stop.tabIndex = -1; }
    stop = row;
    if (stop) { stop.tabIndex = 0; }
  }

  function goTo(row) {
    if (!row) { return; }
    offer(row);
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  }

  function enter(row) {
    const [first] = within(row);
    if (!first) { return; }
    entered = row;
    give(within(row), 0);
    first.focus();
  }

  function leave() {
    if (entered) { give(entered.querySelectorAll(controls), -1); }
    entered = undefined;
  }

  // Rows came, went or changed: those that did, not all of them at each message.
  function settle(changed) {
    for (const row of changed) { if (row !== entered) { give(row.querySelectorAll(controls), -1); } }
    if (stop?.isConnected && isHere) { return; }
    offer(rows().at(-1));
    if (isHere && document.activeElement === document.body) { goTo(stop); }   // the row that had the focus is gone
  }

  function onKey(event) {
    const row = event.target.closest('article');
    if (!row || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) { return; }
    if (event.target !== row) {
      if (event.key !== 'Escape') { return; }
      leave();
      goTo(row);
    } else {
      const all = rows();
      const at = all.indexOf(row);
      switch (event.key) {
        case 'ArrowUp': goTo(all[at - 1]); break;
        case 'ArrowDown': goTo(all[at + 1]); break;
        case 'Home': goTo(all[0]); break;
        case 'End': goTo(all.at(-1)); break;
        case 'Enter': enter(row); break;
        default: return;
      }
    }
    event.preventDefault();
    event.stopPropagation();
  }

  listen('keydown', onKey);
  listen('focusin', event => {
    const row = event.target.closest('article');
    isHere = true;
    if (row) { offer(row); }
    if (entered !== row || event.target === row) { leave(); }
  });
  listen('focusout', event => {
    if (!event.relatedTarget || log.contains(event.relatedTarget)) { return; }   // another window, or a row that is gone
    isHere = false;
    leave();
  });

  const rowsOf = ({ target, addedNodes }) => {
    const row = target.closest('article');
    return row ? [row] : [...addedNodes].flatMap(node => node.nodeName === 'ARTICLE' ? [node] : [...node.querySelectorAll?.('article') ?? []]);
  };
  const changes = new MutationObserver(records => settle(new Set(records.flatMap(rowsOf))));
  changes.observe(log, { childList: true, subtree: true });
  settle(rows());

  return {
    dispose() {
      life.abort();
      changes.disconnect();
    },
  };
}
