using ChatPy.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>A whole node with a data directory of its own, which tests of what its peers do to it talk to.</summary>
public abstract class NodeTest : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private ChatNode? _node;

    internal static CancellationToken Token => TestContext.Current.CancellationToken;

    internal ChatNode Node => _node ?? throw new InvalidOperationException("The node is not started yet.");

    public virtual async ValueTask InitializeAsync() => _node = await ChatNode.StartAsync(_directory.Path, "Anna", change: Change);

    public virtual async ValueTask DisposeAsync()
    {
        if (_node is not null) { await _node.DisposeAsync(); }

        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What is different about this node.</summary>
    protected virtual void Change(IServiceCollection services)
    {
    }
}
