// The text box. Enter takes the text out of it at once and puts it into an outbox that survives the page; each message has an id,
// so one that is sent again (after a lost circuit, from another tab) is still one message.
import { extras, sends } from '../../composer/extras.js';
import { kept } from '../../kept.js';
import { uuidv7, utf8Length } from '../../text.js';
import { attachAbout } from '../../composer/about.js';

export function attach(owner, root, conversation, maxBytes, notes) {
  const box = root.querySelector('textarea');
  const button = root.querySelector('[data-testid="send"]');
  const note = root.querySelector('.note');
  const life = new AbortController();
  const listen = (target, type, handler) => target.addEventListener(type, handler, { signal: life.signal });
  const drafts = kept(`chatpy.draft.${conversation}`);
  const outbox = kept(`chatpy.outbox.${conversation}`);

  const about = attachAbout(root, notes, kept(`chatpy.about.${conversation}`), { read: () => box.value, write, listen });

  let pumping = Promise.resolve();
  let sending = null;   // the run that empties the outbox; a new circuit starts a new one
  let tried = null;     // a text that came back, with its id
  let typing = 0;       // when it was last told that somebody types; 0 if nobody does

  // On a phone that would raise the keyboard.
  const comeIn = () => { if (matchMedia('(hover: hover)').matches) { box.focus(); } };

  const say = (kind, count) => {
    note.textContent = kind ? notes[kind].replace('{0}', count?.toLocaleString(document.documentElement.lang)) : '';
    note.dataset.kind = kind ?? '';
  };

  function grow() {
    if (CSS.supports('field-sizing', 'content')) { return; }
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }

  // How much room is left, once it is little; true if the text fits.
  function measure() {
    const left = maxBytes - utf8Length(box.value);
    if (left < 0) { say('TooLong', -left); } else if (left < 1024) { say('Left', left); } else { say(); }
    return left >= 0;
  }

  function write(text) {
    box.value = text;
    drafts.write(text || null);
    grow();
  }

  // Now and then while something is typed, and once when it is gone.
  function tellTyping(isActive) {
    if (isActive ? Math.abs(Date.now() - typing) < 3000 : typing === 0) { return; }
    typing = isActive ? Date.now() : 0;
    owner.invokeMethodAsync('TypingAsync', isActive).catch(() => { /* the circuit is gone */ });
  }

  function submit() {
    box.focus();
    if (!measure()) { return; }
    const text = more.spoken(box.value.toWellFormed());
    if (text === null || text.trim() === '') { return; }
    const id = tried?.text === text ? tried.id : uuidv7();
    tried = null;
    typing = 0;   // sending says by itself that typing is over
    outbox.write([...outbox.read() ?? [], { id, text, ...about.take() }]);
    say();
    pumping = pump();   // first: what the page makes of it takes longer than to send
    write(about.before());
    queueMicrotask(() => document.dispatchEvent(new CustomEvent('chatpy:sent')));
  }

  // One at a time: what follows a refused message must not overtake it.
  async function pump() {
    if (sending) { return pumping; }
    // A call made without a circuit would neither answer nor fail.
    if (document.documentElement.dataset.page === 'reconnecting') { wait(); return; }
    const run = sending = {};
    for (let waiting = outbox.read() ?? []; waiting.length > 0; waiting = outbox.read() ?? []) {
      let result;
      try {
        result = await owner.invokeMethodAsync('SendAsync', waiting[0].id, waiting[0].text, waiting[0].kind ?? 0, waiting[0].target ?? none);
      } catch {
        if (sending === run) { wait(); sending = null; }
        return;
      }
      if (sending !== run) { return; }
      if (result !== 'Stored') { giveBack(result); break; }
      outbox.write((outbox.read() ?? []).filter(message => message.id !== waiting[0].id));
    }
    if (note.dataset.kind === 'Waiting') { say(); }
    sending = null;
  }

  function wait() {
    if ((outbox.read() ?? []).length > 0) { say('Waiting'); }
  }

  // Nothing typed is lost, neither what was refused nor what was typed since.
  function giveBack(reason) {
    const refused = outbox.read() ?? [];
    outbox.write(null);
    tried = refused.length === 1 && box.value === '' ? refused[0] : null;
    write([...refused.map(message => message.text), box.value].filter(text => text !== '').join('\n'));
    if (measure()) { say(reason); }
  }

  const more = extras({ root, box, listen, owner, conversation, put: write, say: text => { note.textContent = text; note.dataset.kind = text && 'Command'; } });

  listen(box, 'keydown', event => {
    const composing = event.isComposing || event.keyCode === 229;   // 229: Safari ends an IME composition with this Enter
    if (event.defaultPrevented) { return; }
    if (event.key === 'Escape' && about.cancel()) { event.preventDefault(); return; }
    if (event.key === 'ArrowUp' && box.value === '' && !about.isOn()) { document.dispatchEvent(new CustomEvent('chatpy:edit-last')); }
    if (!sends(event) || composing) { return; }
    event.preventDefault();
    submit();
  });
  listen(box, 'input', () => {
    drafts.write(box.value || null);
    measure();
    grow();
    tellTyping(box.value !== '');
  });
  listen(button, 'click', submit);
  listen(document, 'chatpy:page', event => {
    sending = null;   // an answer under way is lost with its circuit; the id makes asking again safe
    pumping = pump();
  });

  // The button goes, and must not take the focus with it.
  listen(document, 'click', event => { if (event.target.closest?.('[data-testid="accept"]')) { comeIn(); } });

  // A letter typed anywhere else begins a message.
  listen(document, 'keydown', event => {
    const plain = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && (event.target === document.body || event.target.closest?.('.log'))) { box.focus(); }
  });

  write(drafts.read() ?? '');
  measure();
  box.readOnly = false;
  button.disabled = false;
  // Whoever went on to another row or into a menu meanwhile stays there.
  if (!document.activeElement?.closest(elsewhere)) { comeIn(); }
  pumping = pump();

  return {
    async dispose() {
      life.abort();
      tellTyping(false);
      await pumping;   // what was sent just before going to another conversation still goes out
    },
  };
}

const elsewhere = '[role="menu"], dialog, .mud-dialog-container, .conversation:not([aria-current])';
const none = '00000000-0000-0000-0000-000000000000';
