// The other end is a process on this same machine: when it comes back, find out soon, and never give up.
Blazor.start({
  circuit: {
    reconnectionOptions: {
      maxRetries: 1_000_000,
      retryIntervalMilliseconds: attempt => Math.min(250 * 2 ** attempt, 2_000),
    },
  },
});
