/** A value that the browser keeps, or this tab alone; null removes it. Without storage (a private window) it lives as long as the page. */
export function kept(key, storage = () => localStorage) {
  let memory = null;
  return {
    read() {
      try { return JSON.parse(storage().getItem(key)) ?? memory; } catch { return memory; }
    },
    write(value) {
      memory = value;
      try {
        if (value === null || value.length === 0) { storage().removeItem(key); } else { storage().setItem(key, JSON.stringify(value)); }
        memory = null;
      } catch { /* full or forbidden: memory has it */ }
    },
  };
}
