// The other end is a process on this same machine: a WebSocket is all there is to choose, so nothing is negotiated; when it comes back,
// find out soon, and never give up.
const webSockets = 1;
const start = () => Blazor.start({
  circuit: {
    configureSignalR: connection => connection.withUrl('_blazor', { skipNegotiation: true, transport: webSockets }),
    reconnectionOptions: {
      maxRetries: 1_000_000,
      retryIntervalMilliseconds: attempt => Math.min(250 * 2 ** attempt, 2_000),
    },
  },
});

// How .NET puts the script of a component to work: Components/Common/PageScript.cs.
window.chatpy = {
  attach: async (path, ...given) => (await import(path)).attach(...given),
  focus: id => document.getElementById(id)?.focus(),   // of what another component draws
  // To where a section begins; whoever is elsewhere in the page stays there.
  come: element => {
    const here = document.activeElement;
    if (here === document.body || element?.closest('section').contains(here)) { element.focus(); }
  },
};

// The banner first: a circuit that is lost while nobody listens would stay lost. Without it the process is gone already: ask again.
import('./Components/Layout/ReconnectBanner.razor.js').then(start, () => setTimeout(() => location.reload(), 2_000));
