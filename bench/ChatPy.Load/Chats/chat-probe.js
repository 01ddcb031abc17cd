// Measures inside the page of any chat, so that no journey to the browser and back is part of a figure. Moments are milliseconds since 1970,
// the same in all pages of one machine; what is a duration says so.
window.chatProbe = (() => {
  const patience = 120_000;
  const now = () => performance.timeOrigin + performance.now();
  let chat;   // its selectors
  const find = selector => document.querySelector(selector);
  const rows = () => [...document.querySelectorAll(chat.text)];
  const typed = () => find(chat.composer).value ?? find(chat.composer).textContent;
  const turn = () => scheduler.postTask(() => { /* what the page has to do comes first */ });
  const frame = () => new Promise(resolve => { requestAnimationFrame(() => setTimeout(resolve)); });   // after what it draws

  function isSeen(element) {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }

  async function until(holds, what, wait = frame) {
    const end = now() + patience;
    while (!holds()) {
      if (now() > end) { throw new Error(`Not ${what} after ${patience} ms.`); }
      await wait();
    }
  }

  // Whether a change brought the text into a row: other parts of a page, a list of chats for one, may show it too.
  function brings({ target, addedNodes }, text) {
    const row = (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest(chat.text);
    if (row?.textContent.includes(text)) { return true; }
    return [...addedNodes].some(node => node.nodeType === Node.ELEMENT_NODE && node.textContent.includes(text)
      && [...node.matches(chat.text) ? [node] : [], ...node.querySelectorAll(chat.text)].some(found => found.textContent.includes(text)));
  }

  // When a text is in the page, and when a frame was drawn with it in sight; asked for by seen(). The browser calls observers in the order in
  // which they were made: this one is made before the page's own, whose work (to measure what came, to scroll) belongs to the frame.
  let watched;
  let notice;   // what changes are shown to while a text is watched for
  const changed = new MutationObserver(changes => notice(changes));
  function watch(text) {
    watched = new Promise((resolve, reject) => {
      const isInSight = () => rows().some(row => row.textContent.includes(text) && isSeen(row));
      const giveUp = setTimeout(() => reject(new Error(`"${text}" is not here after ${patience} ms.`)), patience);
      notice = changes => {
        if (!changes.some(change => brings(change, text))) { return; }
        const inPage = now();
        changed.disconnect();
        clearTimeout(giveUp);
        frame().then(() => until(isInSight, 'in sight')).then(() => resolve({ inPage, drawn: now() }), reject);
      };
      changed.observe(document, { subtree: true, childList: true, characterData: true });
    });
  }

  // When a key was pressed, asked for by pressed(); with letter, how long until it stands in the composer and is drawn, in milliseconds.
  let pressed;
  function arm(key, letter) {
    const before = typed();
    pressed = new Promise((resolve, reject) => {
      addEventListener('keydown', function begin(event) {
        if (event.key !== key) { return; }
        removeEventListener('keydown', begin, true);
        if (!letter) { resolve(performance.timeOrigin + event.timeStamp); return; }
        frame().then(() => until(() => typed() === before + key, 'typed')).then(() => resolve(performance.now() - event.timeStamp), reject);
      }, true);
    });
  }

  // The longest task since observe(), in milliseconds; the browser tells of those above 50.
  let longest = 0;
  const take = tasks => { longest = Math.max(longest, ...tasks.map(task => task.duration)); };
  const observer = new PerformanceObserver(list => take(list.getEntries()));
  function observe() {
    longest = 0;
    observer.observe({ type: 'longtask' });
  }
  function longestTask() {
    take(observer.takeRecords());
    return longest;
  }

  function put(text) {
    const box = find(chat.composer);
    box.focus();
    if (!('value' in box)) { document.execCommand('insertText', false, text); return; }
    // Past what a framework put over the property, so that it hears of the change.
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), 'value').set.call(box, text);
    box.dispatchEvent(new InputEvent('input', { bubbles: true, data: text, inputType: 'insertText' }));
  }

  function press(key) {
    const like = { key, code: key, keyCode: key === 'Enter' ? 13 : 0, which: key === 'Enter' ? 13 : 0, bubbles: true, cancelable: true, composed: true };
    for (const type of ['keydown', 'keypress', 'keyup']) { find(chat.composer).dispatchEvent(new KeyboardEvent(type, like)); }
  }

  // Types and sends texts by script, each as soon as the page has taken the one before.
  async function write(texts) {
    for (const text of texts) {
      put(text);
      if (typed() !== text) { await until(() => typed() === text, 'typed', turn); }
      press(chat.send);
      if (typed() !== '') { await until(() => typed() === '', 'sent', turn); }
    }
  }

  // The different numbers that the pattern finds in the texts, whatever row they were in since gather(); a page may let go of rows.
  const gathered = new Set();
  let pattern;
  function gather(source) {
    pattern = new RegExp(source);
    gathered.clear();
    look();
    new MutationObserver(look).observe(find(chat.scroller), { subtree: true, childList: true, characterData: true });
  }
  function look() {
    for (const row of rows()) {
      const number = pattern.exec(row.textContent)?.[1];
      if (number) { gathered.add(number); }
    }
  }
  async function more(than, wait) {
    const end = now() + wait;
    while (gathered.size <= than && now() < end) { await frame(); }
    look();
    return gathered.size;
  }

  return {
    use: description => { chat = description; },
    watch,
    seen: () => watched,
    arm: ([key, letter]) => arm(key, letter),
    pressed: () => pressed,
    observe,
    longestTask,
    write,
    gather,
    more: ([than, wait]) => more(than, wait),
  };
})();
