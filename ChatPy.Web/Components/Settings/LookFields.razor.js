// Inputs show what wwwroot/look.js holds, also when another tab changes it, and tell it what is chosen.
export function attach(owner, root) {
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' });
  const life = new AbortController();

  function show() {
    for (const input of root.querySelectorAll('[data-look]')) {
      const chosen = chatpyLook.chosen(input.dataset.look);
      if (input.type === 'radio') { input.checked = input.value === chosen; continue; }
      input.value = chosen;
      const words = percent.format(chosen / 100);
      input.setAttribute('aria-valuetext', words);
      const output = root.querySelector(`output[for="${input.id}"]`);
      if (output) { output.textContent = words; }
    }
  }

  root.addEventListener('input', ({ target }) => {
    if (target.dataset.look) { chatpyLook.choose(target.dataset.look, target.value); }
  }, { signal: life.signal });
  const stop = chatpyLook.follow(show);
  show();

  return {
    dispose() {
      life.abort();
      stop();
    },
  };
}
