// The text box. Enter takes the text out of it at once and puts it into an outbox that survives the page; each message has an id,
// so one that is sent again (after a lost circuit, from another tab) is still one message.
import { uuidv7, utf8Length } from '../../text.js';

export function attach(owner, root, conversation, maxBytes, notes) {
  const box = root.querySelector('textarea');
  const button = root.querySelector('button');
  const note = root.querySelector('.note');
  const life = new AbortController();
  const listen = (target, type, handler) => target.addEventListener(type, handler, { signal: life.signal });
  const drafts = store(`chatpy.draft.${conversation}`);
  const outbox = store(`chatpy.outbox.${conversation}`);

  let pumping = Promise.resolve();
  let sending = null;   // the run that empties the outbox; a new circuit starts a new one
  let tried = null;     // a text that came back, with its id
  let typing = 0;       // when it was last told that somebody types; 0 if nobody does

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
    const text = box.value.toWellFormed();
    box.focus();
    if (text.trim() === '' || !measure()) { return; }
    const id = tried?.text === text ? tried.id : uuidv7();
    tried = null;
    typing = 0;   // sending says by itself that typing is over
    outbox.write([...outbox.read() ?? [], { id, text }]);
    write('');
    say();
    document.dispatchEvent(new CustomEvent('chatpy:sent'));
    pumping = pump();
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
        result = await owner.invokeMethodAsync('SendAsync', waiting[0].id, waiting[0].text);
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

  listen(box, 'keydown', event => {
    const composing = event.isComposing || event.keyCode === 229;   // 229: Safari ends an IME composition with this Enter
    if (event.key !== 'Enter' || event.shiftKey || composing) { return; }
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

  // A letter typed anywhere else begins a message.
  listen(document, 'keydown', event => {
    const plain = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && (event.target === document.body || event.target.closest?.('.log'))) { box.focus(); }
  });

  write(drafts.read() ?? '');
  measure();
  box.readOnly = false;
  button.disabled = false;
  if (matchMedia('(hover: hover)').matches) { box.focus(); }   // on a phone that would raise the keyboard
  pumping = pump();

  return {
    async dispose() {
      life.abort();
      tellTyping(false);
      await pumping;   // what was sent just before going to another conversation still goes out
    },
  };
}

// A value of this conversation kept by the browser; null removes it. Without storage (a private window) it lives as long as the page.
function store(key) {
  let memory = null;
  return {
    read() {
      try { return JSON.parse(localStorage.getItem(key)) ?? memory; } catch { return memory; }
    },
    write(value) {
      memory = value;
      try {
        if (value === null || value.length === 0) { localStorage.removeItem(key); } else { localStorage.setItem(key, JSON.stringify(value)); }
        memory = null;
      } catch { /* full or forbidden: memory has it */ }
    },
  };
}
