// Sticks to the end while the reader is there, asks for older pages, and says what was seen. .NET draws; this scrolls.
import { rove } from '../../timeline.focus.js';
import { placeIn } from '../../timeline.place.js';

const nearEnd = 48;
const seenAfter = 150;   // milliseconds of quiet: a burst is one report
const seenBy = 1000;     // and a stream is one a second
const floatsFor = 1200;  // milliseconds after the last scrolling

export async function attach(owner, root, conversation) {
  const log = root.querySelector('.log');
  const older = root.querySelector('.older');
  const newer = root.querySelector('.newer');
  const jump = root.querySelector('.jump');
  const dividers = log.getElementsByClassName('new');
  const place = placeIn(log, conversation);
  const life = new AbortController();
  const listen = (target, type, handler, options) => target.addEventListener(type, handler, { signal: life.signal, ...options });
  const tell = (method, ...parameters) => owner.invokeMethodAsync(method, ...parameters).catch(() => { /* the circuit is gone */ });

  let atEnd = true;
  let reading;      // whether the end is in sight, as last told
  let reported = 0; // the newest arrival told as seen
  let waiting;
  let since;        // when something was left to report, if anything is

  const toEnd = () => { log.scrollTop = log.scrollHeight; };
  const isFurtherBack = () => log.dataset.newer === 'true';
  const isInSight = () => atEnd && document.visibilityState === 'visible';

  async function see() {
    const newest = Number(log.dataset.unseen);
    if (newest <= reported) { return; }
    reported = newest;
    await tell('SeenAsync', newest);
  }

  function report() {
    root.dataset.atEnd = atEnd;
    root.dataset.newAbove = !atEnd && dividers.length > 0 && dividers[0].getBoundingClientRect().bottom < log.getBoundingClientRect().top;
    if (reading !== isInSight()) {
      if (reading) { see(); }   // what stood there until now
      reading = isInSight();
      tell('Away', !reading);
    }
    clearTimeout(waiting);
    since ??= performance.now();
    waiting = setTimeout(() => {
      since = undefined;
      place.keep(atEnd);
      if (isInSight()) { see(); }
    }, Math.min(seenAfter, since + seenBy - performance.now()));
  }

  function measure() {
    atEnd = !isFurtherBack() && log.scrollHeight - log.scrollTop - log.clientHeight < nearEnd;
    report();
  }

  // Content grew, or the composer took some of the height: the reader stays where the reader was. Who looks elsewhere meanwhile finds the first
  // of what came on the return.
  function settle() {
    if (atEnd && !isFurtherBack() && document.visibilityState === 'visible') { toEnd(); }
    measure();
  }

  async function goToEnd() {
    if (isFurtherBack()) { await tell('ToEnd'); }
    atEnd = true;
    toEnd();
    measure();
  }

  async function goToNew() {
    await tell('FindNewAsync');
    dividers[0]?.scrollIntoView({ block: 'center' });
  }

  function show(id) {
    const message = log.querySelector(`[data-message-id="${id}"]`);
    if (!message) { return; }
    atEnd = false;
    message.scrollIntoView({ block: 'center' });
    message.classList.remove('found');
    void message.offsetWidth;   // so that a second jump to the same message shows again
    message.classList.add('found');
    message.focus({ preventScroll: true });
    measure();
  }

  const changes = new MutationObserver(settle);
  changes.observe(log, { childList: true, subtree: true, characterData: true, attributeFilter: ['data-unseen'] });
  const sizes = new ResizeObserver(settle);
  sizes.observe(log);

  let loading = false;
  function pages(edge, method, isMore) {
    const near = new IntersectionObserver(async entries => {
      if (loading || !entries.at(-1).isIntersecting || !isMore()) { return; }
      loading = true;
      // At 0 the browser does not hold the row in sight when others come above it, and every page would load.
      if (log.scrollTop < 1) { log.scrollTop = 1; }
      await tell(method);
      loading = false;
      near.unobserve(edge);
      near.observe(edge);   // told again if it is still near
    }, { root: log, rootMargin: '400px 0px 400px 0px' });
    return near;
  }
  const nearStart = pages(older, 'ReadOlderAsync', () => older.dataset.older === 'true');
  const nearLast = pages(newer, 'ReadNewerAsync', isFurtherBack);

  let floating;   // while somebody scrolls, the day of what is in sight stands above it

  function float() {
    if (!floating) { root.dataset.scrolling = 'true'; }
    clearTimeout(floating);
    floating = setTimeout(() => {
      floating = undefined;
      root.dataset.scrolling = 'false';
    }, floatsFor);
  }

  listen(log, 'scroll', () => {
    measure();
    if (!atEnd) { float(); }   // else what came at the end moved it
  }, { passive: true });
  listen(document, 'visibilitychange', report);
  listen(document, 'chatpy:sent', goToEnd);
  listen(jump, 'click', goToEnd);
  listen(document, 'keydown', event => {
    if (event.defaultPrevented || event.target.closest?.('dialog, [role="dialog"], [role="menu"], [role="search"]')) { return; }
    if (event.key === 'Escape') { goToEnd(); }
    if (event.key === 'PageUp' && event.shiftKey) { goToNew(); }
  });
  listen(root, 'click', async event => {
    const button = event.target.closest('[data-testid^="unread-"]')?.dataset.testid;
    if (button === 'unread-read') { log.focus({ preventScroll: true }); }   // the bar goes, and must not take the focus with it
    if (button !== 'unread-jump') { return; }
    await goToNew();
    dividers[0]?.nextElementSibling.focus({ preventScroll: true });
  });

  // Opens at the first unread message, else where the reader was, else at the end.
  if (dividers.length > 0) {
    dividers[0].scrollIntoView({ block: 'center' });
  } else {
    toEnd();
    await place.restore(id => tell('FetchAsync', id));
  }
  measure();
  const roving = rove(log);
  root.dataset.ready = 'true';
  nearStart.observe(older);
  nearLast.observe(newer);

  return {
    show,
    async dispose() {
      life.abort();
      roving.dispose();
      changes.disconnect();
      sizes.disconnect();
      nearStart.disconnect();
      nearLast.disconnect();
      clearTimeout(waiting);
      clearTimeout(floating);
      if (reading) { await see(); }
    },
  };
}
