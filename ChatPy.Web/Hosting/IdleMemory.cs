using System.Runtime.InteropServices;

namespace ChatPy.Web.Hosting;

/// <summary>
/// Gives memory back to the system once there is nothing to do. Much of what a start, a page or a burst takes is free afterwards, and kept by
/// the allocators in case; a program that waits beside others all day long has no use for it.
/// </summary>
/// <param name="allocated">How much was allocated since the start, in bytes.</param>
/// <param name="giveBack">Gives back what is free.</param>
/// <param name="time">When to look.</param>
internal sealed class IdleMemory(Func<long> allocated, Action giveBack, TimeProvider time) : BackgroundService
{
    /// <summary>Between two looks.</summary>
    internal static TimeSpan Look { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Whoever allocates no more than this from one look to the next has nothing to do.</summary>
    internal const long Idle = 512 * 1024;

    /// <summary>What must have been allocated since the last time: less is not worth the pause.</summary>
    internal const long Worthwhile = 16 * 1024 * 1024;

    /// <summary>
    /// From one giving back to a second one. The runtime's pools let go of an array that lay unused for a minute, and only when something is
    /// collected: in a program with nothing to do nothing is.
    /// </summary>
    internal static TimeSpan Pooled { get; } = TimeSpan.FromSeconds(70);

    private readonly PeriodicTimer _look = new(Look, time);

    public IdleMemory(TimeProvider time)
        : this(static () => GC.GetTotalAllocatedBytes(), GiveBack, time)
    {
    }

    public override void Dispose()
    {
        _look.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            DateTimeOffset again = DateTimeOffset.MaxValue;
            for (long given = 0, before = 0; await _look.WaitForNextTickAsync(stoppingToken);)
            {
                long now = allocated();
                bool isWorthwhile = now - given >= Worthwhile;
                if (now - before <= Idle && (isWorthwhile || time.GetUtcNow() >= again))
                {
                    giveBack();
                    (given, again) = (now, isWorthwhile ? time.GetUtcNow() + Pooled : DateTimeOffset.MaxValue);
                }

                before = now;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "malloc_trim", out nint trim))
        {
            Marshal.GetDelegateForFunctionPointer<MallocTrim>(trim)(0);   // of glibc; others have none
        }
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int MallocTrim(nuint pad);
}
