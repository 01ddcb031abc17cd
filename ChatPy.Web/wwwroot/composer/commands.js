// Commands: a text that begins with / and a word. ComposerExtras.razor has the list and the words; here is what the browser does itself.
const shape = /^\/([a-z]+)(?:\s+([\s\S]*))?$/i;

export function commands(box, listen, help, conversation, run, put, say) {
  const entries = [...help.querySelectorAll('[data-command]')];
  const known = name => entries.some(entry => entry.dataset.command === name);

  // Nothing but the beginning of a command: those that begin so.
  function suggest() {
    const typed = /^\/[a-z]*$/i.test(box.value) ? box.value.slice(1).toLowerCase() : /^\/([a-z]+)\s/i.exec(box.value)?.[1].toLowerCase();
    const isWhole = typed !== undefined && box.value.length > typed.length + 1;
    let some = false;
    for (const entry of entries) {
      entry.hidden = typed === undefined || !(isWhole ? entry.dataset.command === typed : entry.dataset.command.startsWith(typed));
      some ||= !entry.hidden;
    }
    help.hidden = !some;
  }

  function showAll() {
    for (const entry of entries) { entry.hidden = false; }
    help.hidden = false;
  }

  listen(box, 'input', suggest);
  listen(box, 'keydown', event => {
    if (help.hidden || event.isComposing) { return; }
    const first = entries.find(entry => !entry.hidden)?.dataset.command;
    if (event.key === 'Escape') { help.hidden = true; }
    else if (event.key === 'Tab' && !event.shiftKey && first && /^\/[a-z]*$/i.test(box.value) && box.value.slice(1) !== first) {
      box.setSelectionRange(0, box.value.length);
      document.execCommand('insertText', false, `/${first} `);
    } else { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  listen(help, 'click', event => {
    const name = event.target.closest('[data-command]')?.dataset.command;
    if (!name) { return; }
    box.focus();
    box.setSelectionRange(0, box.value.length);
    document.execCommand('insertText', false, `/${name} `);
  });

  // Nothing typed is lost.
  function giveBack(text, reason) {
    if (box.value === '') { put(text); }
    say(reason);
  }

  const clear = () => { put(''); say(''); };

  /** What is to be said: the text, what a command makes of it, or null if it says nothing. */
  return {
    spoken(text) {
      const [, word, rest = ''] = shape.exec(text) ?? [];
      const argument = rest.trim();
      if (!word) { return text; }
      const name = word.toLowerCase();
      const usage = () => { say(help.dataset.usage.replace('{0}', entries.find(entry => entry.dataset.command === name).querySelector('code').textContent)); return null; };
      help.hidden = true;
      if (!known(name)) { say(help.dataset.unknown.replace('{0}', `/${word}`)); return null; }

      switch (name) {
        case 'me': return argument === '' ? usage() : `*${argument}*`;
        case 'shrug': return `${argument} ¯\\_(ツ)_/¯`.trim();
        case 'help': clear(); showAll(); return null;
        case 'clear': clear(); return null;
        case 'export':
          clear();
          Object.assign(document.createElement('a'), { href: `export/${conversation}.html`, download: '' }).click();
          return null;
        default:
          if (argument === '') { return usage(); }
          clear();
          run(name, argument).then(failure => { if (failure) { giveBack(text, failure); } }, () => giveBack(text, help.dataset.failed));
          return null;
      }
    },
  };
}
