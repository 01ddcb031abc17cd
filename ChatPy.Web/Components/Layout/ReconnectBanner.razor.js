// The circuit's state for people (the banner), for scripts (page-state) and for the composer (the event chatpy:page).
const banner = document.getElementById('components-reconnect-modal');
const givenUp = document.getElementById('blazor-error-ui');
let retrying;

function show(state) {
  const connected = state === 'connected';
  banner.hidden = connected;
  givenUp.style.display = '';   // a lost connection is no error of the page, as Blazor takes it: the banner says what it is
  for (const hook of document.querySelectorAll('[data-testid="page-state"]')) { hook.dataset.state = state; }
  document.documentElement.dataset.page = state;
  document.dispatchEvent(new CustomEvent('chatpy:page', { detail: { connected } }));
}

async function retry() {
  clearTimeout(retrying);
  try {
    // false: the process is there and does not know this circuit, as after its restart. Drafts are in localStorage.
    if (await Blazor.reconnect() || await Blazor.resumeCircuit()) { show('connected'); } else { location.reload(); }
  } catch {
    retrying = setTimeout(retry, 2_000);
  }
}

banner.addEventListener('components-reconnect-state-changed', ({ detail: { state } }) => {
  switch (state) {
    case 'show':
    case 'retrying':
    case 'paused':
      show('reconnecting');
      break;
    case 'hide':
      clearTimeout(retrying);
      show('connected');
      break;
    case 'failed':
      show('reconnecting');
      retrying = setTimeout(retry, 2_000);
      break;
    case 'rejected':
    case 'resume-failed':
      location.reload();
      break;
  }
});

document.getElementById('reconnect-now').addEventListener('click', retry);
