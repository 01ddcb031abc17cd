using System.Diagnostics;
using ChatPy.Faults.Platform;
using ChatPy.Tests.Support;

namespace ChatPy.Tests.Integration.Faults;

/// <summary>Every fault of the catalogue, a few times over. The long runs are commands of their own: docs/faults.md.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    /// <summary>What the fault program ends with when this machine lacks the means.</summary>
    private const int Lacking = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    public static TheoryData<string> Catalogue => [.. ChatPy.Faults.Catalogue.All.Where(fault => fault.Few > 0).Select(fault => fault.Id)];

    [Theory]
    [MemberData(nameof(Catalogue))]
    public async Task NothingIsLost_DoubledOrReordered_By(string fault)
    {
        // Where nothing but a program is missing, it is installed; the rest a machine has or has not.
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
        {
            foreach (string tool in Machine.ToolsFor(ChatPy.Faults.Catalogue.Find(fault)!.Needs)) { Tool.Require(tool); }
        }

        (int exitCode, string said) = await RunAsync(fault, "--busy");

        output.WriteLine(said);
        Assert.SkipWhen(exitCode == Lacking, said);
        Assert.True(exitCode == 0, said);
    }

    [Theory]
    [InlineData("C99")]
    [InlineData("C1", "--cycles", "some")]
    public async Task WrongUse_SaysHowItIsUsed(params string[] arguments)
    {
        (int exitCode, string said) = await RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains("--list", said, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(params string[] arguments)
    {
        using Process process = ProgramUnderTest.StartFaults(arguments);
        Task<string> complaint = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said + await complaint);
    }
}
