// How the person wants to be told of new messages. A matter of this browser, so it is kept here: chatpy.attention in its storage.
import { kept } from './kept.js';

const key = 'chatpy.attention';
const wishes = kept(key);

/** `{ notify, sound, hideText, quietFrom, quietTo }`, and whether the person has ever said if they want notifications. */
export function readWishes() {
  const said = wishes.read() ?? {};
  const time = text => /^\d\d:\d\d$/.test(text) ? text : '';
  return {
    hasAnswered: typeof said.notify === 'boolean',
    notify: said.notify !== false,   // what the browser was allowed earlier counts; without that nothing is shown
    sound: said.sound === true,      // many machines stand in one room
    hideText: said.hideText === true,
    quietFrom: time(said.quietFrom),
    quietTo: time(said.quietTo),
  };
}

/** Changes some of it. */
export function writeWishes(change) {
  const { hasAnswered, notify, ...rest } = readWishes();
  wishes.write({ ...rest, ...(hasAnswered ? { notify } : {}), ...change });
  document.dispatchEvent(new CustomEvent('chatpy:attention'));
}

/** Calls back whenever they changed, here or in another tab. */
export function followWishes(changed, signal) {
  document.addEventListener('chatpy:attention', changed, { signal });
  window.addEventListener('storage', event => { if (event.key === key || event.key === null) { changed(); } }, { signal });
}

/** What the browser says of notifications: `default`, `granted`, `denied`, or `none` where it has none. */
export const permission = () => 'Notification' in window ? Notification.permission : 'none';

/** Whether this is a time to leave the person alone, by the clock on the wall. The end may be on the next day. */
export function isQuiet({ quietFrom, quietTo }, now) {
  if (!quietFrom || !quietTo || quietFrom === quietTo) { return false; }
  const at = `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`;
  return quietFrom < quietTo ? quietFrom <= at && at < quietTo : at >= quietFrom || at < quietTo;
}

let audio;

/** Browsers let a page sound only after somebody has touched it. */
export function unlockSound() {
  if (!readWishes().sound || !('AudioContext' in window)) { return; }
  audio ??= new AudioContext();
  if (audio.state === 'suspended') { audio.resume().catch(() => { /* not yet */ }); }
}

/** Two soft notes, a fourth apart. */
export function chime() {
  if (audio?.state !== 'running') { return; }
  for (const [frequency, after] of [[587.3, 0], [784, 0.12]]) {
    const start = audio.currentTime + after;
    const note = new OscillatorNode(audio, { type: 'sine', frequency });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.12, start + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.5);
    note.connect(volume).connect(audio.destination);
    note.start(start);
    note.stop(start + 0.55);
  }
}
