// Asks for the person's attention: badge, notification, sound. Every tab draws its own badge; of all tabs of a browser one speaks.
import { chime, isQuiet, permission, readWishes, unlockSound, writeWishes } from '../../attention.js';

export function attach(owner, from) {
  const life = new AbortController();
  const listen = (target, type, handler, options) => target.addEventListener(type, handler, { signal: life.signal, ...options });
  const tell = (method, ...parameters) => owner.invokeMethodAsync(method, ...parameters).catch(() => { /* the circuit is gone */ });
  const notes = new Map();   // the notification of each conversation
  const badge = faviconBadge();

  // A lock ends with its tab, however that ends: nobody has to notice that the leader is gone.
  let leads = !navigator.locks;
  const releaseLead = hold('chatpy.attention', 'exclusive', () => { leads = true; });

  let opened = null;
  let releaseOpen = () => {};
  function watch() {
    releaseOpen();
    const inSight = opened && document.visibilityState === 'visible';
    releaseOpen = inSight ? hold(`chatpy.open.${opened}`, 'shared') : () => {};
  }

  async function isInSight(conversation) {
    if (!navigator.locks) { return opened === conversation && document.visibilityState === 'visible'; }
    const { held } = await navigator.locks.query();
    return held.some(lock => lock.name === `chatpy.open.${conversation}`);
  }

  async function arrived(message) {
    const wishes = readWishes();
    if (!leads || isQuiet(wishes, new Date()) || await isInSight(message.conversation)) { return; }
    if (wishes.sound) { chime(); }
    if (wishes.notify && permission() === 'granted') { show(message, wishes.hideText && !message.isRequest); }
  }

  function show({ conversation, title, text }, hideText) {
    let note;
    try {
      note = new Notification(hideText ? from.replace('{0}', () => title) : title, {
        body: hideText ? '' : text, tag: `chatpy.${conversation}`, renotify: true, silent: true, icon: 'favicon.svg',
      });
    } catch { return; }   // a phone's browser has the name and not the thing
    note.onclick = () => {
      window.focus();
      tell('OpenConversation', conversation);
      note.close();
    };
    note.onclose = () => { if (notes.get(conversation) === note) { notes.delete(conversation); } };
    notes.set(conversation, note);
  }

  // Offered once somebody is there to answer; never asked by the page itself.
  const couldOffer = () => permission() === 'default' && readWishes().hasAnswered === false;
  listen(document, 'pointerup', touched);
  listen(document, 'keyup', touched);
  let offered = false;
  function touched() {
    unlockSound();
    if (offered || !couldOffer()) { return; }
    offered = true;
    tell('Offer', true);
  }

  // Here and not in .NET: browsers only ask while they handle the click.
  listen(document, 'click', async event => {
    const answer = event.target.closest?.('[data-attention]')?.dataset.attention;
    if (!answer) { return; }
    if (answer === 'on') { writeWishes({ notify: await Notification.requestPermission() === 'granted' }); } else { writeWishes({ notify: false }); }
    tell('Offer', false);
  });
  listen(document, 'visibilitychange', watch);

  return {
    open(conversation) {
      opened = conversation;
      watch();
    },
    tell(count, messages, read) {
      badge.draw(count);
      for (const conversation of read) { notes.get(conversation)?.close(); }
      for (const message of messages) { arrived(message); }
    },
    dispose() {
      life.abort();
      releaseLead();
      releaseOpen();
      badge.draw(0);
    },
  };
}

// Holds a lock until the returned function is called, or the tab is gone.
function hold(name, mode, held = () => {}) {
  let release;
  const over = new Promise(resolve => { release = resolve; });
  const waiting = new AbortController();
  navigator.locks?.request(name, { mode, signal: waiting.signal }, () => { held(); return over; }).catch(() => { /* given up */ });
  return () => { release(); waiting.abort(); };
}

// The number over the picture of the tab, and over that of an installed app.
function faviconBadge() {
  const link = document.querySelector('link[rel~=icon]');
  const [href, type] = [link?.getAttribute('href'), link?.getAttribute('type')];
  const rest = 500;   // milliseconds
  let [wanted, drawn] = [0, 0];
  let isResting = false;

  // A picture is dear, and in a flood the count changes with every message: what is new is drawn at once, and then the newest now and then.
  async function draw(count) {
    wanted = count;
    if (isResting || wanted === drawn) { return; }
    isResting = true;
    await put(wanted);
    await new Promise(resolve => { setTimeout(resolve, rest); });
    isResting = false;
    draw(wanted);
  }

  async function put(count) {
    drawn = count;
    (count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.())?.catch(() => { /* not installed */ });
    if (!link) { return; }
    link.dataset.count = count;
    [link.type, link.href] = count > 0 ? ['image/png', await paint(count, href)] : [type, href];
  }

  return { draw };
}

async function paint(count, href) {
  const size = 64;
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
  const pen = canvas.getContext('2d');
  const picture = new Image(size, size);
  picture.src = href;
  try {
    await picture.decode();
    pen.drawImage(picture, 0, 0, size, size);
  } catch { /* the number alone, then */ }

  const text = count > 99 ? '99' : String(count);
  const width = text.length > 1 ? 46 : 36;
  pen.fillStyle = '#b3261e';
  pen.strokeStyle = '#fff';
  pen.lineWidth = 4;
  pen.beginPath();
  pen.roundRect(size - width - 2, size - 38, width, 36, 18);
  pen.stroke();
  pen.fill();
  pen.fillStyle = '#fff';
  pen.font = 'bold 30px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(text, size - width / 2 - 2, size - 19);
  return canvas.toDataURL('image/png');
}
