// Measures inside the page, so that no journey to the browser and back is part of a figure: the milliseconds from an input, or from the
// navigation, until a frame was drawn in which something holds.
window.probe = (() => {
  const patience = 60_000;
  const find = id => document.querySelector(`[data-testid="${id}"]`);
  const messages = () => [...document.querySelectorAll('[data-testid="message"]')];

  function isSeen(element) {
    if (!element?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) { return false; }
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }

  const states = {
    connected: () => find('page-state')?.dataset.state === 'connected',
    interactive: () => states.connected() && isSeen(find('peer-address')) && find('peer-address').matches(':read-write'),
    listed: () => isSeen(find('conversation')),
    opened: () => isSeen(find('composer')) && find('composer').matches(':read-write') && find('timeline').dataset.newer === 'false' && isSeen(messages().at(-1)),
    left: () => find('timeline') === null,
    linked: () => find('link-state')?.dataset.link === 'secure',
    older: oldest => messages()[0]?.dataset.messageId !== oldest,
    jumped: id => isSeen(document.querySelector(`.found[data-message-id="${id}"]`)),
    found: () => isSeen(find('search-hit')),
    cleared: () => find('search-hit') === null && isSeen(find('conversation')),
    typed: text => find('composer').value === text,
    closed: () => !find('palette').open,
  };

  function drawn(state, argument, start) {
    return new Promise((resolve, reject) => {
      function look() {
        if (states[state](argument)) { setTimeout(() => resolve(performance.now() - start)); return; }   // after what this frame draws
        if (performance.now() - start > patience) { reject(new Error(`Not ${state} after ${patience} ms.`)); return; }
        requestAnimationFrame(look);
      }
      requestAnimationFrame(look);
    });
  }

  // Measured from the next input of that type, of that key if it is one; asked for by answer().
  let armed;
  function arm(type, key, measure) {
    armed = new Promise((resolve, reject) => {
      function begin(event) {
        if (key && event.key !== key) { return; }
        removeEventListener(type, begin, true);
        measure(event.timeStamp).then(resolve, reject);
      }
      addEventListener(type, begin, true);
    });
  }

  // The palette shows what it has at once, and is drawn again with what the process answers.
  function filled(start) {
    return new Promise(resolve => {
      let changes = 0;
      const observer = new MutationObserver(() => {
        if (++changes < 2) { return; }
        observer.disconnect();
        resolve(performance.now() - start);
      });
      observer.observe(document.querySelector('#palette-list'), { subtree: true, childList: true, attributes: true });
    });
  }

  // Counts what .NET draws into the timeline, until the message with that text stands there.
  let watched;
  function watch(text) {
    watched = new Promise((resolve, reject) => {
      let renders = 0;
      const observer = new MutationObserver(() => {
        renders++;
        if (messages().at(-1)?.querySelector('[data-testid="message-text"]').textContent.trim() !== text) { return; }
        observer.disconnect();
        resolve({ renders, at: performance.timeOrigin + performance.now() });
      });
      observer.observe(find('timeline'), { subtree: true, childList: true });
      setTimeout(() => reject(new Error(`${text} is not here after ${patience} ms.`)), patience);
    });
  }

  return {
    since: (state, argument) => drawn(state, argument, 0),
    do(deed, state, argument) {
      const start = performance.now();
      deed();
      return drawn(state, argument, start);
    },
    arm: ([type, key, state, argument]) => arm(type, key, start => drawn(state, argument, start)),
    armPalette: () => arm('keydown', 'k', filled),
    answer: () => armed,
    watch,
    seen: () => watched,
    oldest: () => messages()[0].dataset.messageId,
    type(id, text) {
      find(id).value = text;
      find(id).dispatchEvent(new Event('input', { bubbles: true }));
    },
  };
})();
