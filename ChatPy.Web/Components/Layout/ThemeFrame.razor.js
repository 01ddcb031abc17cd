// wwwroot/look.js has chosen before the first paint; here .NET learns of it, for MudBlazor.
export function attach(owner) {
  const report = () => owner.invokeMethodAsync('Changed', chatpyLook.shown('theme') === 'dark').catch(() => { /* the circuit is gone */ });
  const stop = chatpyLook.follow(report);
  report();
  return { dispose: stop };
}
