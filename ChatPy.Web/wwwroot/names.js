// Fields for names: they take no more letters, as people count them, than a name may have; Escape brings back what was there before the typing.
const segmenter = Intl.Segmenter && new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const lettersOf = text => (segmenter ? Array.from(segmenter.segment(text), ({ segment }) => segment) : Array.from(text));

/** Listens to all fields with data-name-letters, the most that they take; Escape is for those with data-keeps. */
export function attachNames(listen) {
  const before = new WeakMap();   // of the fields that are being typed into
  const isName = target => target.dataset?.nameLetters !== undefined;

  // What is typed or pasted gives way, not what stands behind it.
  function fit(field) {
    const most = Number(field.dataset.nameLetters);
    if (lettersOf(field.value.trim()).length <= most) { return; }
    const at = field.selectionStart;
    const behind = field.value.slice(at);
    const kept = lettersOf(field.value.slice(0, at).trimStart()).slice(0, Math.max(0, most - lettersOf(behind).length)).join('');
    field.value = kept + behind;
    field.setSelectionRange(kept.length, kept.length);
  }

  listen('beforeinput', ({ target }) => { if (isName(target) && !before.has(target)) { before.set(target, target.value); } });
  listen('input', ({ target, isComposing }) => { if (isName(target) && !isComposing) { fit(target); } });
  listen('compositionend', ({ target }) => { if (isName(target)) { fit(target); } });
  for (const end of ['change', 'focusout']) { listen(end, ({ target }) => { before.delete(target); }); }
  listen('keydown', event => {
    const field = event.target;
    if (event.key !== 'Escape' || event.isComposing || field.dataset?.keeps === undefined || !before.has(field)) { return; }
    event.preventDefault();
    event.stopPropagation();
    field.value = before.get(field);
    before.delete(field);
  });
}
