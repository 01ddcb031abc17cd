// What the text in the box is about: an answer to a message, or another text for one of mine. It is kept with the draft.
const kinds = { reply: 1, edit: 2 };   // EntryKind

export function attachAbout(root, words, kept, box) {
  const banner = root.querySelector('.about');
  const field = root.querySelector('textarea');
  let about = kept.read();   // { kind, target, author, text, before }

  function show() {
    banner.hidden = about === null;
    if (about === null) { return; }
    banner.dataset.kind = about.kind;
    banner.querySelector('strong').textContent = words[about.kind].replace('{0}', about.author);
    banner.querySelector('p').textContent = about.text;
  }

  function set(value) {
    about = value;
    kept.write(value);
    show();
  }

  // While a message is edited its text is in the box, and the draft waits.
  function begin(next) {
    const before = about?.kind === 'edit' ? about.before : box.read();
    set({ ...next, before: next.kind === 'edit' ? before : '' });
    if (next.kind === 'edit') { box.write(next.text); } else if (before !== box.read()) { box.write(before); }
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  // Whether there was anything to give up.
  function cancel() {
    if (about === null) { return false; }
    if (about.kind === 'edit') { box.write(about.before); }
    set(null);
    field.focus();
    return true;
  }

  let before = '';
  box.listen(document, 'chatpy:about', event => begin(event.detail));
  box.listen(root.querySelector('[data-testid="composer-cancel"]'), 'click', cancel);
  show();

  return {
    cancel,
    isOn: () => about !== null,
    /** What the message that is sent now carries. */
    take() {
      before = about?.before ?? '';
      if (about === null) { return {}; }
      const taken = { kind: kinds[about.kind], target: about.target };
      set(null);
      return taken;
    },
    /** The draft that waited while a message was edited. */
    before: () => before,
  };
}
