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

    private static bool IsYesterday(DateOnly date, DateOnly today) => date.DayNumber + 1 == today.DayNumber;
}
