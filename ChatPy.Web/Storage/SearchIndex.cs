using ChatPy.Web.Chat;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <summary>
/// The index for searching. It follows behind the history, in batches: to index a message within the commit that stores it would make every
/// message wait for the work of a search that may never come. It is made of the history alone, so one that is damaged is made anew.
/// </summary>
internal static class SearchIndex
{
    /// <summary>Entries indexed at once: other changes wait so long, some 10 ms.</summary>
    private const int Batch = 500;

    /// <summary>Pages of the index written anew at once, for the same reason.</summary>
    private const int Pages = 128;

    /// <summary>Takes the words of an entry out of the index: they are not found any more, and stand in the file until <see cref="Purge"/>.</summary>
    public const string Forget = "DELETE FROM message_text WHERE rowid = @arrival";

    // What edits and deletions make of the message t: the text of the last word, empty if that is a deletion. Nothing if there are none.
    private const string LastWord = $"""
        SELECT CASE k.kind WHEN @edit THEN k.text ELSE '' END FROM entry k
        WHERE k.conversation = t.conversation AND k.target = t.id AND k.is_message = 0 AND k.{EntryTable.ChangesText} AND k.author = t.author
        ORDER BY k.clock DESC, k.sequence DESC LIMIT 1
        """;

    private const string Changed = $"""
        SELECT DISTINCT t.arrival AS Arrival, t.conversation AS Conversation, ({LastWord}) AS Text
        FROM entry c JOIN entry t ON t.conversation = c.conversation AND t.id = c.target AND t.author = c.author
        WHERE c.arrival > @from AND c.arrival <= @to AND c.is_message = 0 AND c.{EntryTable.ChangesText}
        """;

    /// <summary>Whether a statement failed because the index is damaged, and nothing else of the history.</summary>
    public static bool IsDamage(Exception? failure) => failure is SqliteException { SqliteExtendedErrorCode: SQLitePCL.raw.SQLITE_CORRUPT_VTAB };

    /// <summary>Reads all of the index, which takes some seconds with a million messages.</summary>
    /// <returns>What is damaged; none if it is sound.</returns>
    public static string? FindDamage(SqliteConnection connection)
    {
        string verdict = connection.QuerySingle<string>("PRAGMA quick_check(message_text)");
        return verdict == "ok" ? null : verdict;
    }

    /// <summary>Empties the index, and lets it begin with the first message again. Runs inside the writer's transaction.</summary>
    public static void BeginAnew(WriteConnection connection)
    {
        connection.Execute("INSERT INTO message_text (message_text) VALUES ('delete-all')");
        // What a file brought back has arrivals below 0.
        connection.Execute("UPDATE search_progress SET arrival = (SELECT coalesce(min(arrival), 1) - 1 FROM entry)");
    }

    /// <summary>Indexes the next batch. Runs inside the writer's transaction.</summary>
    /// <returns>Whether there is more.</returns>
    public static bool Advance(WriteConnection connection)
    {
        SqliteConnection database = connection.Connection;
        (long from, long last) = database.QuerySingle<(long, long)>("SELECT p.arrival, (SELECT coalesce(max(arrival), 0) FROM entry) FROM search_progress p");
        if (from >= last) { return false; }

        // Between the arrivals of two files there are four billion that nothing has.
        long to = database.QuerySingle<long>("SELECT max(arrival) FROM (SELECT arrival FROM entry WHERE arrival > @from ORDER BY arrival LIMIT @Batch)", new { from, Batch });
        connection.Execute(
            "INSERT INTO message_text (rowid, text, place) SELECT arrival, text, 'c' || conversation FROM entry WHERE arrival > @from AND arrival <= @to AND is_message = 1",
            ("@from", from), ("@to", to));
        foreach ((long arrival, long conversation, string text) in database.Query<(long, long, string)>(
            Changed, new { from, to, edit = (int)EntryKind.Edit }).ToList())
        {
            connection.Execute(Forget, ("@arrival", arrival));
            if (text.Length == 0) { continue; }
            connection.Execute(
                "INSERT INTO message_text (rowid, text, place) VALUES (@arrival, @text, @place)", ("@arrival", arrival), ("@text", text), ("@place", $"c{conversation}"));
        }

        connection.Execute("UPDATE search_progress SET arrival = @to", ("@to", to));
        return to < last;
    }

    /// <summary>Writes a part of the index anew, without what was taken out of it. Runs inside the writer's transaction.</summary>
    /// <returns>Whether there is more.</returns>
    public static bool Purge(WriteConnection connection)
    {
        int before = connection.Changes;
        connection.Execute("INSERT INTO message_text (message_text, rank) VALUES ('merge', @pages)", ("@pages", -Pages));
        return connection.Changes - before > 1;   // the command counts as one
    }

    /// <summary>The newest messages that match, newest first.</summary>
    public static IReadOnlyList<SearchMatch> Find(SqliteConnection connection, SearchQuery query, long before, int count)
    {
        long? place = query.Within is { } within
            ? connection.QuerySingleOrDefault<long?>("SELECT number FROM conversation WHERE id = @id", new { id = within.ToColumn() }) ?? 0
            : null;
        string match = string.Join(' ', query.Terms.Select(Quote));
        if (place is not null) { match = $"place : \"c{place}\"" + (match.Length > 0 ? $" AND text : ({match})" : ""); } else if (match.Length > 0) { match = $"text : ({match})"; }

        string words = match.Length > 0 ? "message_text f CROSS JOIN entry t ON t.arrival = f.rowid" : "entry t";
        string order = match.Length > 0 ? "f.rowid" : "t.arrival";
        const string now = $"coalesce(({LastWord}), t.text)";
        return [.. connection
            .Query<(byte[] Conversation, byte[] Id, long Arrival)>(
                $"""
                SELECT c.id, t.id, t.arrival FROM {words} JOIN conversation c ON c.number = t.conversation
                WHERE t.is_message = 1 AND {order} < @before
                  {(match.Length > 0 ? "AND message_text MATCH @match" : "")}
                  {(query.Authors is null ? "" : "AND t.author IN @authors")}
                  {(query.After is null ? "" : "AND t.clock >= @after")} {(query.Before is null ? "" : "AND t.clock < @until")}
                  AND {now} <> ''
                  {(query.HasLink ? $"AND ({now} LIKE '%http://%' OR {now} LIKE '%https://%')" : "")} {(query.HasCode ? $"AND {now} LIKE '%`%'" : "")}
                ORDER BY {order} DESC LIMIT @count
                """,
                new
                {
                    match,
                    before,
                    count,
                    edit = (int)EntryKind.Edit,
                    authors = query.Authors?.Select(author => author.ToColumn()),
                    after = query.After is { } after ? LogClock.At(after).ToColumn() : 0,
                    until = query.Before is { } until ? LogClock.At(until).ToColumn() : 0,
                })
            .Select(row => new SearchMatch(ConversationId.FromBytes(row.Conversation), Columns.ToGuid(row.Id), row.Arrival))];
    }

    // A word as it was typed so far; whatever stands in it is no operator of FTS5.
    private static string Quote(string term) => $"\"{term.Replace("\"", "\"\"", StringComparison.Ordinal)}\"*";
}
