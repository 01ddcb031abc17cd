using Microsoft.Extensions.Logging;

namespace ChatPy.Tests.Support;

/// <summary>Writes what a node logs into the report of the test that runs it.</summary>
internal sealed class TestOutputLogging(string node) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Lines(node);

    public void Dispose() { }

    private sealed class Lines(string node) : ILogger
    {
        private readonly ITestOutputHelper? _output = TestContext.Current.TestOutputHelper;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            try { _output?.WriteLine($"{node} {logLevel} {eventId.Id} {formatter(state, exception)} {exception}"); }
            catch (InvalidOperationException) { /* the test is over, the node is not yet */ }
        }
    }
}
