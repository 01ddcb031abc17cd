// The panel of emoji: a search, groups, and a grid with one Tab stop. The popover of the browser closes on Esc and on a click elsewhere.
import { chooseTone, find, load, nameOf, recent, remember, tone, toned } from '../../emoji.js';

export function attach(owner, root) {
  const button = root.querySelector('.open');
  const panel = root.querySelector('.panel');
  const search = root.querySelector('input');
  const groups = root.querySelector('nav');
  const grid = root.querySelector('.grid');
  const none = root.querySelector('.none');
  const tones = root.querySelector('.tones');
  const life = new AbortController();
  const listen = (target, type, handler) => target.addEventListener(type, handler, { signal: life.signal });
  const label = key => groups.querySelector(`[data-group="${key}"]`).ariaLabel;

  let rows = [];
  let opened = 0;   // a panel closed while its emoji load stays empty
  let take = intoText;   // where what is picked goes

  const options = () => [...grid.querySelectorAll('[role=option]')];

  function option(row) {
    const one = document.createElement('button');
    one.type = 'button';
    one.tabIndex = -1;
    one.setAttribute('role', 'option');
    one.dataset.emoji = row.emoji;
    one.textContent = toned(row.emoji);
    one.title = one.ariaLabel = nameOf(row);
    return one;
  }

  function section(key, list) {
    const part = document.createElement('section');
    const title = document.createElement('h3');
    const cells = document.createElement('div');
    part.dataset.key = key;
    part.setAttribute('role', 'group');
    part.ariaLabel = title.textContent = key === 'found' ? '' : label(key);
    title.ariaHidden = 'true';
    cells.append(...list.map(option));
    part.append(...key === 'found' ? [cells] : [title, cells]);
    return part;
  }

  function show(sections) {
    grid.replaceChildren(...sections.filter(([, list]) => list.length > 0).map(([key, list]) => section(key, list)));
    grid.scrollTop = 0;
    const first = options()[0];
    if (first) { first.tabIndex = 0; }
    none.textContent = first ? '' : none.dataset.none;
  }

  function draw() {
    groups.hidden = search.value.trim() !== '';
    if (groups.hidden) {
      show([['found', find(rows, search.value, 120)]]);
      return;
    }
    const byEmoji = new Map(rows.map(row => [row.emoji, row]));
    const byGroup = Map.groupBy ? Map.groupBy(rows, row => row.group) : rows.reduce((all, row) => all.set(row.group, [...all.get(row.group) ?? [], row]), new Map());
    const mine = recent().map(emoji => byEmoji.get(emoji)).filter(row => row);
    groups.querySelector('[data-group=Recent]').hidden = mine.length === 0;
    show([['Recent', mine], ...[...byGroup].map(([group, list]) => [String(group), list])]);
  }

  function place(anchor) {
    const { width, height } = panel.getBoundingClientRect();
    const above = anchor.top - height - 8;
    panel.style.left = `${Math.max(8, Math.min(anchor.right - width, innerWidth - width - 8))}px`;
    panel.style.top = `${Math.max(8, above >= 8 ? above : Math.min(anchor.bottom + 8, innerHeight - height - 8))}px`;
  }

  async function open(anchor, to) {
    const mine = ++opened;
    take = to;
    panel.showPopover();
    place(anchor);
    search.value = '';
    tones.querySelector(`[value="${tone()}"]`).checked = true;
    search.focus();
    try {
      rows = await load();
      if (mine === opened) { draw(); }
    } catch { none.textContent = none.dataset.failed; }
  }

  function pick(one) {
    remember(one.dataset.emoji);
    panel.hidePopover();
    take(one.textContent);
  }

  function intoText(emoji) {
    button.focus();
    root.dispatchEvent(new CustomEvent('chatpy:emoji', { bubbles: true, detail: emoji }));
  }

  function go(one) {
    if (!one) { return; }
    for (const other of grid.querySelectorAll('[tabindex="0"]')) { other.tabIndex = -1; }
    one.tabIndex = 0;
    one.focus();
  }

  // One line up or down: the nearest of those that stand higher or lower, since groups end in the middle of a line.
  function beside(one, direction) {
    const from = one.getBoundingClientRect();
    let best;
    for (const other of options()) {
      const to = other.getBoundingClientRect();
      const lines = (to.top - from.top) * direction;
      if (lines <= 1) { continue; }
      const distance = lines * 100 + Math.abs(to.left - from.left);
      if (!best || distance < best.distance) { best = { other, distance }; }
    }
    return best?.other;
  }

  // The browser closes the panel before the button hears of the click.
  let wasOpen = false;
  listen(button, 'pointerdown', () => { wasOpen = panel.matches(':popover-open'); });
  listen(button, 'click', () => {
    if (wasOpen || panel.matches(':popover-open')) { panel.hidePopover(); } else { open(button.getBoundingClientRect(), intoText); }
    wasOpen = false;
  });
  listen(panel, 'toggle', event => {
    button.ariaExpanded = String(event.newState === 'open' && take === intoText);
    if (event.newState === 'closed') {
      opened++;
      grid.replaceChildren();
    }
  });
  listen(document, 'chatpy:pick', event => open(event.detail.place, event.detail.take));   // a reaction
  listen(search, 'input', draw);
  listen(tones, 'change', event => {
    chooseTone(Number(event.target.value));
    for (const one of options()) { one.textContent = toned(one.dataset.emoji); }
  });
  listen(groups, 'click', event => {
    const key = event.target.closest('[data-group]')?.dataset.group;
    const part = grid.querySelector(`section[data-key="${key}"]`);
    if (!part) { return; }
    grid.scrollTop = part.offsetTop - grid.offsetTop;
    go(part.querySelector('[role=option]'));
  });
  listen(grid, 'click', event => {
    const one = event.target.closest('[role=option]');
    if (one) { pick(one); }
  });
  listen(panel, 'keydown', event => {
    if (event.isComposing) { return; }
    const one = event.target.closest('[role=option]');
    const all = options();
    if (!one) {
      if (event.target !== search) { return; }
      if (event.key === 'ArrowDown') { event.preventDefault(); go(all[0]); }
      if (event.key === 'Enter' && all[0]) { event.preventDefault(); pick(all[0]); }
      return;
    }
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const line = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { go(all[all.indexOf(one) + step]); }
    else if (line) { const to = beside(one, line); if (to || line > 0) { go(to); } else { search.focus(); } }
    else if (event.key === 'Home') { go(all[0]); }
    else if (event.key === 'End') { go(all.at(-1)); }
    else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) { search.focus(); return; }   // the letter goes there
    else { return; }
    event.preventDefault();
  });

  button.disabled = false;

  return { dispose() { life.abort(); } };
}
