using System.Globalization;
using Microsoft.Extensions.Localization;

namespace ChatPy.Web.Components.Common;

/// <summary>Moments in words, by the culture of the page. Moments are given in local time.</summary>
internal static class ChatTime
{
    /// <summary>For a row of the list: the time of today, yesterday, else the date.</summary>
    public static string Short(DateTimeOffset moment, DateOnly today, IStringLocalizer words)
    {
        var date = DateOnly.FromDateTime(moment.DateTime);
        if (date == today) { return moment.ToString("t", CultureInfo.CurrentCulture); }
        return IsYesterday(date, today) ? words["Yesterday"] : moment.ToString("d", CultureInfo.CurrentCulture);
    }

    /// <summary>For a line between days.</summary>
    public static string Day(DateOnly date, DateOnly today, IStringLocalizer words)
    {
        if (date == today) { return words["Today"]; }
        return IsYesterday(date, today) ? words["Yesterday"] : date.ToString("D", CultureInfo.CurrentCulture);
    }

    /// <summary>How long ago, as a part of a sentence; a day further back than yesterday by its date.</summary>
    public static string Ago(DateTimeOffset moment, DateTimeOffset now, IStringLocalizer words)
    {
        TimeSpan ago = now - moment;
        if (ago < TimeSpan.FromMinutes(1)) { return words["Ago_Now"]; }   // also what a clock that was set back left in the future
        if (ago < TimeSpan.FromHours(1)) { return words.Count("Ago_Minutes", (int)ago.TotalMinutes); }

        var date = DateOnly.FromDateTime(moment.DateTime);
        var today = DateOnly.FromDateTime(now.DateTime);
        if (date == today || ago < TimeSpan.FromHours(6)) { return words.Count("Ago_Hours", (int)ago.TotalHours); }
        return IsYesterday(date, today) ? words["Ago_Yesterday", moment.ToString("t", CultureInfo.CurrentCulture)]
            : words["Ago_Date", moment.ToString("d", CultureInfo.CurrentCulture)];
    }

    /// <summary>Since when, as a part of a sentence.</summary>
    public static string Since(DateTimeOffset moment, DateOnly today, IStringLocalizer words)
    {
        var date = DateOnly.FromDateTime(moment.DateTime);
        string time = moment.ToString("t", CultureInfo.CurrentCulture);
        if (date == today) { return time; }
        return IsYesterday(date, today) ? words["Ago_Yesterday", time] : words["Since_Date", moment.ToString("d", CultureInfo.CurrentCulture)];
    }

    private static bool IsYesterday(DateOnly date, DateOnly today) => date.DayNumber + 1 == today.DayNumber;
}
