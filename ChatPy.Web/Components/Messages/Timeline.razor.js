// Sticks to the end while the reader is there, asks for older pages, and says what was seen. .NET draws; this scrolls.
const nearEnd = 48;
const seenAfter = 150;   // milliseconds in sight; a burst is one report

export function attach(owner, root) {
  const log = root.querySelector('.log');
  const older = root.querySelector('.older');
  const jump = root.querySelector('.jump');
  const life = new AbortController();
  const listen = (target, type, handler, options) => target.addEventListener(type, handler, { signal: life.signal, ...options });
  const tell = (method, ...parameters) => owner.invokeMethodAsync(method, ...parameters).catch(() => { /* the circuit is gone */ });

  let atEnd = true;
  let reading;      // whether the end is in sight, as last told
  let reported = 0; // the newest arrival told as seen
  let waiting;

  const toEnd = () => { log.scrollTop = log.scrollHeight; };
  const isInSight = () => atEnd && document.visibilityState === 'visible';

  function report() {
    root.dataset.atEnd = atEnd;
    if (reading !== isInSight()) {
      reading = isInSight();
      tell('Away', !reading);
    }
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const newest = Number(log.dataset.unseen);
      if (isInSight() && newest > reported) {
        reported = newest;
        tell('SeenAsync', newest);
      }
    }, seenAfter);
  }

  function measure() {
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < nearEnd;
    report();
  }

  // Content grew, or the composer took some of the height: the reader stays where the reader was.
  function settle() {
    if (atEnd) { toEnd(); }
    measure();
  }

  // One Tab stop for all the ticks: the newest, or the one that the arrow keys went to.
  let stop;
  function offer(tick) {
    if (stop) { stop.tabIndex = -1; }
    stop = tick;
    if (stop) { stop.tabIndex = 0; }
  }

  const ticks = () => [...log.querySelectorAll('.state')];

  function onKey(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !event.target.matches('.state')) { return; }
    event.preventDefault();
    const all = ticks();
    const next = all[all.indexOf(event.target) + step];
    if (next) { offer(next); next.focus(); }
  }

  const changes = new MutationObserver(() => {
    settle();
    if (!stop?.isConnected || stop !== document.activeElement) { offer(ticks().at(-1)); }
  });
  changes.observe(log, { childList: true, subtree: true, characterData: true, attributeFilter: ['data-unseen'] });
  const sizes = new ResizeObserver(settle);
  sizes.observe(log);

  let loading = false;
  const nearStart = new IntersectionObserver(async entries => {
    if (loading || !entries.at(-1).isIntersecting || older.dataset.older !== 'true') { return; }
    loading = true;
    // At 0 the browser does not hold the row in sight when others come above it, and every page would load.
    if (log.scrollTop < 1) { log.scrollTop = 1; }
    await tell('ReadOlderAsync');
    loading = false;
    nearStart.unobserve(older);
    nearStart.observe(older);   // told again if it is still near
  }, { root: log, rootMargin: '400px 0px 0px 0px' });

  listen(log, 'keydown', onKey);
  listen(log, 'scroll', measure, { passive: true });
  listen(document, 'visibilitychange', report);
  listen(document, 'chatpy:sent', () => { atEnd = true; toEnd(); });
  listen(jump, 'click', () => { atEnd = true; toEnd(); });

  // Opens at the first unread message, else at the end.
  const divider = log.querySelector('.new');
  if (divider) { divider.scrollIntoView({ block: 'center' }); } else { toEnd(); }
  measure();
  offer(ticks().at(-1));
  root.dataset.ready = 'true';
  nearStart.observe(older);

  return {
    dispose() {
      life.abort();
      changes.disconnect();
      sizes.disconnect();
      nearStart.disconnect();
      clearTimeout(waiting);
    },
  };
}
