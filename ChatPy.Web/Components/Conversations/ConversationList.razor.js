// What the browser must do for the list: arrow keys, and which texts wait to be sent. .NET draws the rest.
import { step } from './ConversationMenu.razor.js';
import { kept } from '../../kept.js';

const draftKey = 'chatpy.draft.';
const letters = 120;   // of a draft: as much as a row can hold
const quiet = 300;     // milliseconds; somebody who types in another tab changes a draft with every key

export function attach(owner, root) {
  const life = new AbortController();
  const listen = (target, type, handler, options) => target.addEventListener(type, handler, { signal: life.signal, ...options });
  const tell = (method, ...parameters) => owner.invokeMethodAsync(method, ...parameters).catch(() => false);   // the circuit is gone

  // But for the open conversation, where it stands before the person's eyes: the circuit need not hear of each text that begins and goes.
  let told = '{}';
  function readDrafts() {
    const opened = location.pathname.split('/').at(-1);
    let drafts;
    try {
      const ids = Object.keys(localStorage).filter(key => key.startsWith(draftKey)).map(key => key.slice(draftKey.length)).filter(id => id !== opened).sort();
      drafts = Object.fromEntries(ids.map(id => [id, String(kept(draftKey + id).read() ?? '').slice(0, letters).toWellFormed()]));
    } catch { return; }
    const now = JSON.stringify(drafts);
    if (now === told) { return; }
    told = now;
    tell('ShowDrafts', drafts);
  }

  const rows = () => [...root.querySelectorAll('.conversation')].filter(row => row.checkVisibility());
  listen(root, 'keydown', event => { if (event.target.matches('.conversation')) { step(event, rows()); } });

  // Composers keep them: of other tabs, and of what was open here before.
  let waiting;
  listen(window, 'storage', event => {
    if (event.key !== null && !event.key.startsWith(draftKey)) { return; }
    clearTimeout(waiting);
    waiting = setTimeout(readDrafts, quiet);
  });
  readDrafts();

  root.dataset.ready = 'true';

  return {
    readDrafts,
    dispose() {
      life.abort();
      clearTimeout(waiting);
    },
  };
}
