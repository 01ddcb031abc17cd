// Bold, italic and code by key, and the offer to make a block of pasted code.
import { isInCode, replace } from './text.js';

const marks = { b: '**', i: '_', e: '`' };

export function format(box, listen, offer) {
  listen(box, 'keydown', event => {
    const mark = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? marks[event.key.toLowerCase()] : undefined;
    if (!mark || box.readOnly) { return; }
    event.preventDefault();
    if (mark === '`' && box.value.slice(box.selectionStart, box.selectionEnd).includes('\n')) { fence(box, box.selectionStart, box.selectionEnd); }
    else { toggle(box, mark); }
  });

  let pasted = null;   // where the paste lies, as long as nothing else was typed
  const hide = () => { pasted = null; offer.hidden = true; };

  listen(box, 'paste', event => {
    const text = event.clipboardData?.getData('text/plain').replace(/\r\n?/g, '\n') ?? '';
    hide();
    if (!looksLikeCode(text) || isInCode(box.value, box.selectionStart)) { return; }
    const start = box.selectionStart;
    setTimeout(() => {
      if (box.value.slice(start, start + text.length) !== text) { return; }
      pasted = { start, end: start + text.length };
      offer.hidden = false;
    });
  });
  listen(box, 'input', event => { if (event.inputType !== 'insertFromPaste') { hide(); } });
  listen(box, 'keydown', event => {
    if (event.key !== 'Escape' || !pasted) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    hide();
  });
  listen(offer, 'click', event => {
    if (!event.target.closest('button') || !pasted) { return; }
    const { start, end } = pasted;
    hide();
    fence(box, start, end);
  });

  return { hide };
}

/** Puts the marks around the selection, or takes them away. */
export function toggle(box, mark) {
  const { value } = box;
  let [start, end] = [box.selectionStart, box.selectionEnd];
  while (start < end && /\s/.test(value[start])) { start++; }
  while (end > start && /\s/.test(value[end - 1])) { end--; }
  const chosen = value.slice(start, end);
  const size = mark.length;

  if (value.slice(start - size, start) === mark && value.slice(end, end + size) === mark) {
    replace(box, start - size, end + size, chosen, 0, chosen.length);
  } else if (chosen.length > 2 * size && chosen.startsWith(mark) && chosen.endsWith(mark)) {
    replace(box, start, end, chosen.slice(size, -size), 0, chosen.length - 2 * size);
  } else {
    replace(box, start, end, mark + chosen + mark, size, size + chosen.length);
  }
}

/** Makes a block of a part, on lines of its own. The code itself stays where it is: to insert hundreds of lines again takes the browser seconds. */
export function fence(box, start, end) {
  const { value } = box;
  const part = value.slice(start, end);
  const code = part.replace(/^\n+|\s+$/g, '');
  const first = start + part.indexOf(code);
  const last = first + code.length;
  const before = start > 0 && value[start - 1] !== '\n' ? '\n' : '';
  const fences = '`'.repeat(Math.max(3, ...(code.match(/`+/g) ?? []).map(run => run.length + 1)));
  const after = value.slice(end).startsWith('\n') ? '' : '\n';
  const opening = `${before}${fences}${isPython(code) ? 'python' : ''}\n`;
  const moved = opening.length - (first - start);
  replace(box, start, first, opening);
  replace(box, last + moved, end + moved, `\n${fences}${after}`);
}

const isPython = code => /^[ \t]*(def \w+\(|class \w+.*:|import \w+$|from \w+ import |(for|while|if|elif|else|try|with)\b.*:\s*$|print\()/m.test(code);

// What ends as no sentence does, begins as an import, is a tag, or gives a name a value.
const statement = /[;{}]\s*$|^\s*(def|class|for|while|if|elif|else|try|with|return|print|function|public|private)\b.*[:({)]\s*$|^\s*(import \w+|from \w[\w.]* import |return\s+\w+$|#include)|^\s*<\/?\w[^>]*>|^\s*(const |let |var )?[\w.[\]]+\s*[+*/-]?=\s*\S/;

/** Several lines of which some are indented, or read like statements. */
export function looksLikeCode(text) {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  if (lines.length < 2 || text.startsWith('```')) { return false; }
  const indented = lines.filter(line => /^(\t| {2,})\S/.test(line)).length;
  const statements = lines.filter(line => statement.test(line)).length;
  return indented >= 1 && statements >= 1 || statements * 2 > lines.length;
}
