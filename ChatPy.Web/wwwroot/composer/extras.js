// Everything around the text box but sending: marks, completion, commands, emoji. Composer.razor.js puts it to work with a few lines.
import { commands } from './commands.js';
import { complete } from './complete.js';
import { format } from './format.js';
import { replace } from './text.js';

export { sends } from './keys.js';

export function extras({ root, box, listen, conversation, owner, put, say }) {
  const find = name => root.querySelector(`[data-testid="${name}"]`);
  const offer = format(box, listen, find('paste-offer'));
  const completion = complete(box, listen, find('emoji-complete'));
  const run = (name, argument) => owner.invokeMethodAsync('RunCommandAsync', name, argument);
  const said = commands(box, listen, find('command-help'), conversation, run, put, say);

  listen(root, 'chatpy:emoji', event => replace(box, box.selectionStart, box.selectionEnd, event.detail));

  return {
    /** What is to be sent for what was typed; null if it was for ChatPy itself. */
    spoken(text) {
      completion.close();
      offer.hide();
      return said.spoken(text);
    },
  };
}
