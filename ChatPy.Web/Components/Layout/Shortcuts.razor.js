// The keys that work wherever the focus is, and nothing else listens for. They are taken before the page sees them. ShortcutSheet.razor
// lists them for people: change both together.
import { attachNames } from '../../names.js';

// In the order of Ctrl+F6. Inside a region the focus goes to the first of these that is there.
const regions = ['.conversations', '.head', '[data-testid="timeline"]', '.composer', '.welcome', '.settings'];
const stops = ['[aria-current="page"]', '[tabindex="0"]', 'textarea', 'h1[tabindex]', 'a[href], button'];

const isWriting = target => target.closest?.('input, textarea, select, [contenteditable]') != null;
const isModal = () => document.querySelector('dialog[open], .mud-dialog-container') !== null;
const tell = event => document.dispatchEvent(new CustomEvent(event));

function isSeen(element) { return element.checkVisibility({ visibilityProperty: true }); }

function stopIn(selector) {
  const region = document.querySelector(selector);
  if (!region || !isSeen(region)) { return null; }
  for (const stop of stops) {
    const found = [...region.querySelectorAll(stop)].find(isSeen);
    if (found) { return { region, found }; }
  }
  return region.hasAttribute('tabindex') ? { region, found: region } : null;
}

function goToRegion(step) {
  const present = regions.map(stopIn).filter(Boolean);
  const here = present.findIndex(({ region }) => region.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : -1) : (here + step) % present.length;
  present.at(next)?.found.focus();
}

function goToConversation(step, mustBeUnread) {
  const rows = [...document.querySelectorAll('[data-testid="conversation"]')];
  const here = rows.findIndex(row => row.getAttribute('aria-current') === 'page');
  const from = here < 0 && step < 0 ? 0 : here;
  for (let i = 1; i <= rows.length; i++) {
    const row = rows.at((from + step * i) % rows.length);
    if (row !== rows[here] && (!mustBeUnread || row.dataset.unread !== '0')) { row.click(); return; }
  }
}

function skip() {
  (stopIn('[data-testid="timeline"]') ?? stopIn('.settings') ?? stopIn('.welcome') ?? stopIn('.composer'))?.found.focus();
}

// A notice goes as soon as its button is pressed, and must not take the focus with it. On a phone the text box would raise the keyboard.
function leaveNotice() {
  const composer = matchMedia('(hover: hover)').matches ? stopIn('.composer') : null;
  (composer ?? stopIn('[data-testid="timeline"]') ?? stopIn('.settings') ?? stopIn('.conversations') ?? stopIn('.welcome'))?.found.focus({ preventScroll: true });
}

// What a key does here; nothing for most.
function deedOf(event) {
  const { key, altKey: alt, shiftKey: shift } = event;
  const control = event.ctrlKey || event.metaKey;
  if (control && !alt && !shift && key.toLowerCase() === 'k') { return () => tell('chatpy:palette'); }
  if (control && !alt && key === '/') { return () => tell('chatpy:shortcuts'); }   // with Shift on some keyboards
  if (isModal()) { return null; }
  if (!control && !alt && key === '?' && !isWriting(event.target)) { return () => tell('chatpy:shortcuts'); }
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (step && alt && !control && event.target.localName !== 'select') { return () => goToConversation(step, shift); }
  if (key === 'F6' && event.ctrlKey && !alt) { return () => goToRegion(shift ? -1 : 1); }
  return null;
}

export function attach() {
  const life = new AbortController();
  const listen = (type, handler) => document.addEventListener(type, handler, { signal: life.signal, capture: true });

  listen('keydown', event => {
    const deed = event.isComposing ? null : deedOf(event);
    if (!deed) { return; }
    event.preventDefault();
    event.stopPropagation();
    deed();
  });

  listen('click', event => {
    const opens = event.target.closest?.('[data-opens]')?.dataset.opens;
    if (opens) { tell(`chatpy:${opens}`); }
    if (event.target.closest?.('.mud-snackbar button')) { leaveNotice(); }
    if (event.target.closest?.('.skip')) {
      event.preventDefault();
      event.stopPropagation();
      skip();
    }
  });

  attachNames(listen);
  document.querySelector('.skip').dataset.ready = 'true';

  return { dispose() { life.abort(); } };
}
