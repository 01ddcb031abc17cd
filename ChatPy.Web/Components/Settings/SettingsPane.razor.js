// Who comes here by a link is read the heading, and goes on by Tab from there.
export function attach(owner, root) {
  root.querySelector('h1').focus({ preventScroll: true });
  return { dispose() { } };
}
