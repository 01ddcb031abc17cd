// Loaded in <head>, before the first paint: a dark page must not flash white. What this browser was told about looks and keys is kept
// here as chatpy.…, stands on <html> as data-…, and reaches every tab at once.
(() => {
  // The first choice is that of somebody who chose nothing. "system" asks the query: its answer is the first or the second word.
  const looks = {
    theme: { choices: ['system', 'light', 'dark'], system: ['(prefers-color-scheme: dark)', 'dark', 'light'] },
    contrast: { choices: ['system', 'on', 'off'], system: ['(prefers-contrast: more)', 'on', 'off'] },
    motion: { choices: ['system', 'reduced', 'full'], system: ['(prefers-reduced-motion: reduce)', 'reduced', 'full'] },
    density: { choices: ['comfortable', 'compact'] },
    size: { choices: ['100', '90', '110', '120', '130', '140', '150'] },
    send: { choices: ['enter', 'ctrl-enter'] },
  };
  const names = Object.keys(looks);
  const keyOf = name => `chatpy.${name}`;
  const listeners = new Set();
  const memory = {};   // of a private window, which may not store

  function chosen(name) {
    let value = memory[name];
    try { value = localStorage.getItem(keyOf(name)) ?? value; } catch { /* forbidden: memory has it */ }
    return looks[name].choices.includes(value) ? value : looks[name].choices[0];
  }

  function shown(name) {
    const value = chosen(name);
    if (value !== 'system') { return value; }
    const [query, yes, no] = looks[name].system;
    return matchMedia(query).matches ? yes : no;
  }

  function apply() {
    const root = document.documentElement;
    for (const name of names) { root.dataset[name] = shown(name); }
    root.style.setProperty('--size', shown('size') / 100);
    for (const listener of listeners) { listener(); }
  }

  for (const name of names.filter(each => looks[each].system)) { matchMedia(looks[name].system[0]).addEventListener('change', apply); }
  addEventListener('storage', ({ key }) => { if (key === null || names.some(name => keyOf(name) === key)) { apply(); } });   // another tab chose
  apply();

  window.chatpyLook = {
    chosen,
    choose(name, value) {
      if (!looks[name]?.choices.includes(value)) { return; }
      memory[name] = value;
      try { localStorage.setItem(keyOf(name), value); } catch { /* private window: for this page only */ }
      apply();
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
})();
