// Loaded in <head>, before the first paint: a dark page must not flash white. "system" or nothing stored follows the system.
(() => {
  const key = 'chatpy.theme';
  const system = matchMedia('(prefers-color-scheme: dark)');
  const listeners = new Set();

  const mode = () => {
    try { return localStorage.getItem(key) ?? 'system'; } catch { return 'system'; }
  };
  const isDark = () => mode() === 'dark' || (mode() === 'system' && system.matches);
  const apply = () => {
    document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
    for (const listener of listeners) { listener(); }
  };

  system.addEventListener('change', apply);
  addEventListener('storage', event => { if (event.key === key) { apply(); } });   // another tab chose
  apply();

  window.chatpyTheme = {
    state: () => ({ mode: mode(), isDark: isDark() }),
    choose(chosen) {
      try { localStorage.setItem(key, chosen); } catch { /* private window: for this page only */ }
      apply();
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
})();
