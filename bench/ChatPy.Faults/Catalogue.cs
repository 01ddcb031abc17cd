using ChatPy.Faults.Faults;

namespace ChatPy.Faults;

/// <summary>Every fault there is a program for.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<IFault> All { get; } =
    [
        new Kill("C1", "kill -9 of one side at random instants, 50 messages/s both ways", Victims.First),
        new Kill("C2", "kill -9 of the other side, which was dialled; every fourth time of both at once", Victims.SecondOrBoth),
        new KillAtStep(),
        new PowerCut("C4", "FULL"),
        new PowerCut("C4N", "NORMAL"),
        new Freeze("C5", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), many: 50),
        new Freeze("C5L", TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(120), many: 5),
        new OldCopy(),
        new DiskFull(),
        new Corruption(),
        new BadStart(),
        new FsyncError(),
        new WrongClock(),
        new BadNetwork(),
        new Partition("D2", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20), lanes: 8, few: 3, many: 100),
        new Partition("D2L", TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(300), lanes: 5, few: 0, many: 5),
        new CutAtByte(),
        new HalfOpen(),
        new NewAddress(),
        new SimultaneousDial(),
        new SegmentShapes(),
        new Soak(),
        new Flood(),
        new DeafPeer(),
        new FrameFuzz(),
        new SessionFuzz(),
    ];

    public static IFault? Find(string id) => All.FirstOrDefault(fault => fault.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
