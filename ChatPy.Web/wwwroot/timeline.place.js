// Where the reader of a conversation was, for the next time it is opened in this tab: the first row in sight, and how far below the edge it began.
import { kept } from './kept.js';

export function placeIn(log, conversation) {
  const place = kept(`chatpy.place.${conversation}`, () => sessionStorage);
  const below = row => row.getBoundingClientRect().top - log.getBoundingClientRect().top;

  return {
    /** At the end there is nothing to come back to. */
    keep(atEnd) {
      const first = atEnd ? undefined : [...log.querySelectorAll('article')].find(row => below(row) + row.offsetHeight > 0);
      place.write(first ? { id: first.dataset.messageId, below: below(first) } : null);
    },

    /** Goes back there, if that message is still here; fetch brings it onto the page. */
    async restore(fetch) {
      const was = place.read();
      if (!was) { return; }
      const find = () => log.querySelector(`[data-message-id="${was.id}"]`);
      if (!find()) { await fetch(was.id); }
      if (find()) { log.scrollTop += below(find()) - was.below; }
    },
  };
}
