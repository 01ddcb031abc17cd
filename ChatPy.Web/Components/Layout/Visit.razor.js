// Says whether the page is in sight, and now and then that somebody touches it. Nothing of what is done leaves the browser.
const pause = 30_000;   // milliseconds between two reports that it is touched
const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'];

export function attach(owner) {
  const life = new AbortController();
  let told = 0;

  function report() {
    told = Date.now();
    owner.invokeMethodAsync('Report', document.visibilityState === 'visible').catch(() => { /* the circuit is gone */ });
  }

  const touched = () => { if (Math.abs(Date.now() - told) >= pause) { report(); } };
  for (const touch of touches) { window.addEventListener(touch, touched, { signal: life.signal, passive: true, capture: true }); }
  document.addEventListener('visibilitychange', report, { signal: life.signal });
  document.addEventListener('chatpy:page', report, { signal: life.signal });
  report();

  return { dispose() { life.abort(); } };
}
