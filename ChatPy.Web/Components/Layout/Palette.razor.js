// Finds among the options that .NET drew. They stay in their places in the document, where .NET keeps them; what is found is put in
// order by style. The focus stays in the box, aria-activedescendant says which option is meant.
import { fit, plain } from '../../fuzzy.js';

const mostShown = 50;   // who looks further types another letter; the browser lays out no more than these
const looksLikeAnAddress = /^(?=.*[.:])[\w.:%[\]-]+$/;
const isWholeAddress = /^(\d+\.){3}\d+$|^[^:]+:\d+$|\]:\d+$/;   // dialling somebody who is connected opens the conversation

export function attach(owner, dialog) {
  const box = dialog.querySelector('input');
  const list = dialog.querySelector('ul');
  const connect = list.querySelector('#palette-connect');
  const nothing = dialog.querySelector('.nothing');
  const failure = dialog.querySelector('.failure');
  const life = new AbortController();
  const listen = (target, type, handler) => target.addEventListener(type, handler, { signal: life.signal });

  let found = [];   // from the best
  let chosen;
  let isBusy = false;

  function choose(option) {
    chosen?.setAttribute('aria-selected', 'false');
    chosen = option;
    chosen?.setAttribute('aria-selected', 'true');
    chosen?.scrollIntoView({ block: 'nearest' });
    if (chosen) { box.setAttribute('aria-activedescendant', chosen.id); } else { box.removeAttribute('aria-activedescendant'); }
  }

  function find() {
    const query = plain(box.value.trim());
    const worths = [...list.children].filter(option => option !== connect).map(option => {
      option.plain ??= [plain(option.dataset.name), plain(option.dataset.marks ?? '')];
      return { option, worth: fit(query, ...option.plain) };
    });
    found = worths.filter(({ worth }) => worth > 0).sort((one, other) => other.worth - one.worth).map(({ option }) => option).slice(0, mostShown);   // stable: recent first
    const typed = box.value.trim();
    if (isWholeAddress.test(typed)) { found.unshift(connect); } else if (looksLikeAnAddress.test(typed)) { found.push(connect); }
    connect.querySelector('.typed').textContent = typed;

    const isFound = new Set(found);
    for (const option of list.children) { option.hidden = !isFound.has(option); }
    found.forEach((option, i) => {
      option.style.order = i;
      option.setAttribute('aria-posinset', i + 1);
      option.setAttribute('aria-setsize', found.length);
    });
    list.hidden = found.length === 0;
    box.setAttribute('aria-expanded', String(found.length > 0));
    nothing.hidden = found.length > 0 || list.childElementCount === 1;
    failure.hidden = true;
    choose(found[0]);
  }

  // What .NET drew is drawn before its answer comes.
  function refresh() {
    for (const option of list.children) { delete option.plain; }
    find();
  }

  async function run(option) {
    if (!option || isBusy) { return; }
    const { href, leave, themeChoice, copy, tell, call } = option.dataset;
    if (call) {
      isBusy = true;
      dialog.setAttribute('aria-busy', 'true');
      const why = await owner.invokeMethodAsync(call, box.value.trim()).catch(() => null);   // null also: the circuit is gone
      isBusy = false;
      dialog.removeAttribute('aria-busy');
      if (why) { failure.textContent = why; failure.hidden = false; return; }
    }
    dialog.close();
    if (href) { Blazor.navigateTo(href); }
    if (leave) { location.assign(leave); }
    if (themeChoice) { chatpyLook.choose('theme', themeChoice); }
    if (tell) { document.dispatchEvent(new CustomEvent(tell)); }
    if (copy) {
      const isDone = await navigator.clipboard.writeText(copy).then(() => true, () => false);
      owner.invokeMethodAsync('Copied', isDone).catch(() => { /* the circuit is gone */ });
    }
  }

  const keys = {
    ArrowDown: () => choose(found[(found.indexOf(chosen) + 1) % found.length]),
    ArrowUp: () => choose(found.at(found.indexOf(chosen) - 1)),
    Enter: () => run(chosen),
  };

  listen(box, 'keydown', event => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) { return; }
    event.preventDefault();
    keys[event.key]();
  });
  listen(box, 'input', find);
  listen(list, 'click', event => run(event.target.closest('[role=option]')));
  listen(list, 'pointermove', event => {
    const option = event.target.closest('[role=option]');
    if (option && option !== chosen) { choose(option); }
  });
  listen(dialog, 'click', event => { if (event.target === dialog || event.target.closest('button')) { dialog.close(); } });
  listen(document, 'chatpy:palette', () => {
    if (dialog.open) { dialog.close(); return; }
    isBusy = false;   // an answer that was lost with its circuit is waited for no longer
    dialog.removeAttribute('aria-busy');
    box.value = '';
    dialog.showModal();
    find();
    owner.invokeMethodAsync('Fill').then(refresh, () => { /* the circuit is gone: what there was is there */ });
  });
  dialog.dataset.ready = 'true';

  return { dispose() { life.abort(); } };
}
