// wwwroot/theme.js has chosen before the first paint; here .NET learns of it and may choose anew.
export function attach(owner) {
  const report = () => {
    const { mode, isDark } = chatpyTheme.state();
    owner.invokeMethodAsync('Changed', mode, isDark).catch(() => { /* the circuit is gone */ });
  };
  const stop = chatpyTheme.follow(report);
  report();
  return { choose: mode => chatpyTheme.choose(mode), dispose: stop };
}
