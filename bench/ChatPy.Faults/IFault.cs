using ChatPy.Faults.Platform;

namespace ChatPy.Faults;

/// <summary>One row of the catalogue of SAFETY.md §4.</summary>
internal interface IFault
{
    /// <summary><c>C1</c>.</summary>
    string Id { get; }

    /// <summary>One line.</summary>
    string Title { get; }

    /// <summary>Cycles of a run within the tests; 0 for what takes too long there.</summary>
    int Few { get; }

    /// <summary>Cycles of a full run.</summary>
    int Many { get; }

    Needs Needs { get; }

    /// <summary>Runs it. Anything broken is an exception or a verdict that is not clean.</summary>
    Task RunAsync(FaultRun run);
}
