using System.Reflection;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>A real store of which something is different: a disk that refuses, or takes its time. Open, because the runtime derives from it.</summary>
public class ChangedStore : DispatchProxy
{
    private IMessageStore _real = null!;
    private Func<string, object?[], object?> _instead = null!;

    /// <param name="real">What is asked in all other cases.</param>
    /// <param name="instead">What a method returns when it is given this; null where nothing is different.</param>
    public static IMessageStore Of(IMessageStore real, Func<string, object?[], object?> instead)
    {
        IMessageStore changed = Create<IMessageStore, ChangedStore>();
        (((ChangedStore)changed)._real, ((ChangedStore)changed)._instead) = (real, instead);
        return changed;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _instead(targetMethod!.Name, args!) ?? targetMethod.Invoke(_real, BindingFlags.DoNotWrapExceptions, null, args, null);
}
