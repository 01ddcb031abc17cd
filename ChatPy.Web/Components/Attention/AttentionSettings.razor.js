// Shows what chatpy.attention holds and writes what is chosen, without a journey to .NET.
import { chime, followWishes, permission, readWishes, unlockSound, writeWishes } from '../../attention.js';

export function attach(owner, root) {
  const life = new AbortController();
  const field = name => root.querySelector(`[name=${name}]`);

  function show() {
    const wishes = readWishes();
    const allowed = permission();
    root.dataset.permission = allowed;
    root.dataset.quiet = wishes.quietFrom !== '' && wishes.quietTo !== '';
    field('notify').checked = wishes.notify && allowed === 'granted';
    field('notify').disabled = allowed === 'denied' || allowed === 'none';
    field('hideText').checked = wishes.hideText;
    field('sound').checked = wishes.sound;
    field('quiet').checked = root.dataset.quiet === 'true';
    field('quietFrom').value = wishes.quietFrom;
    field('quietTo').value = wishes.quietTo;
    root.dataset.ready = 'true';
  }

  async function change({ target }) {
    switch (target.name) {
      case 'notify': writeWishes({ notify: target.checked && await Notification.requestPermission() === 'granted' }); break;
      case 'quiet': writeWishes(target.checked ? { quietFrom: '21:00', quietTo: '07:00' } : { quietFrom: '', quietTo: '' }); break;
      case 'quietFrom': case 'quietTo': if (target.value) { writeWishes({ [target.name]: target.value }); } else { show(); } break;
      default: writeWishes({ [target.name]: target.checked });
    }
    if (target.name === 'sound' && target.checked) {
      unlockSound();
      setTimeout(chime, 100);   // the sound needs a moment to be let out
    }
  }

  root.addEventListener('change', change, { signal: life.signal });
  followWishes(show, life.signal);
  show();
  return { dispose() { life.abort(); } };
}
