// Changes of a text box that the person can take back with Ctrl+Z.

/** Puts text in place of a part, and selects what is asked for (offsets within the text), else nothing behind it. */
export function replace(box, start, end, text, from = text.length, to = from) {
  box.focus();
  box.setSelectionRange(start, end);
  const done = document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
  if (!done || box.value.slice(start, start + text.length) !== text) {
    box.setRangeText(text, start, box.selectionEnd, 'end');
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }
  box.setSelectionRange(start + from, start + to);
}

/** Whether the place is within code, where a colon or a mark means nothing. */
export function isInCode(text, place) {
  const before = text.slice(0, place);
  const fences = before.match(/^\s*```/gm)?.length ?? 0;
  if (fences % 2 === 1) { return true; }
  return ((before.slice(before.lastIndexOf('\n') + 1).replace(/```/g, '').match(/`/g)?.length ?? 0) % 2) === 1;
}
