using ChatPy.Web.Chat;

namespace ChatPy.Tests.Components.Support;

/// <summary>Writes down what pages say of the person in front of them.</summary>
internal sealed class FakeAttendance : IAttendance
{
    public List<bool> Reports { get; } = [];

    public void Report(object page, bool isInSight) => Reports.Add(isInSight);
}
