using System.Diagnostics;
using System.Reflection;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.InProcess;

/// <summary>
/// Stands before the history and, when told to, kills its own process at one step of a message's way: as a message enters the store, or
/// when it is committed and nobody has been told yet.
/// </summary>
/// <remarks>Public and open because the runtime derives the proxy from it.</remarks>
public class StepTrap : DispatchProxy
{
    private static readonly Lock s_gate = new();
    private static (string Step, int Left) s_armed = ("", 0);
    private IMessageStore _store = null!;

    internal static IMessageStore Before(IMessageStore store)
    {
        IMessageStore proxy = Create<IMessageStore, StepTrap>();
        ((StepTrap)(object)proxy)._store = store;
        return proxy;
    }

    /// <summary>The process dies when it comes to this step for the n-th time from now.</summary>
    internal static void Arm(string step, int nth)
    {
        lock (s_gate) { s_armed = (step, nth); }
    }

    /// <summary>The process has come to a step.</summary>
    internal static void Reach(string step)
    {
        lock (s_gate)
        {
            if (s_armed.Step != step || --s_armed.Left > 0) { return; }

            Process.GetCurrentProcess().Kill();   // SIGKILL: nothing of it runs on
            Thread.Sleep(Timeout.Infinite);
        }
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        string? step = targetMethod!.Name switch
        {
            nameof(IMessageStore.AppendAsync) => Steps.Append,
            nameof(IMessageStore.ReceiveAsync) => Steps.Receive,
            nameof(IMessageStore.MarkAsync) => Steps.Mark,
            _ => null,
        };
        if (step is not null) { Reach(Steps.Before(step)); }

        object? result = targetMethod.Invoke(_store, args);
        if (step is null || !IsArmed(Steps.After(step))) { return result; }

        ((Task)result!).Wait();   // the commit is through, and whoever waits for it does not know yet
        Reach(Steps.After(step));
        return result;
    }

    private static bool IsArmed(string step)
    {
        lock (s_gate) { return s_armed.Step == step; }
    }
}
