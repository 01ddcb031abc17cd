/** Ctrl+Enter always sends and Shift+Enter never does; Enter alone as the person likes it, which look.js knows. */
export const sends = event => event.key === 'Enter' && !event.shiftKey && (event.ctrlKey || event.metaKey || chatpyLook.chosen('send') === 'enter');
