/// <summary>
/// Makes this assembly known inside a ChatPy process that was started with <c>DOTNET_STARTUP_HOOKS</c>, so that ASP.NET finds
/// <see cref="ChatPy.Faults.InProcess.DriverStartup"/> by name. The runtime asks for a class of exactly this name without a namespace.
/// </summary>
#pragma warning disable CA1050
internal static class StartupHook
{
    public static void Initialize() { }
}
