using Microsoft.Data.Sqlite;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>What was done last about the subjects of circulation.</summary>
internal sealed class SqliteSubjects : IDisposable
{
    private readonly Statement mark;
    private readonly Statement find;

    public SqliteSubjects(SqliteConnection connection)
    {
        this.mark = new Statement(connection,
            "INSERT OR REPLACE INTO subject (subject, message, previous, request, at) VALUES (?1, ?2, ?3, ?4, ?5)");
        this.find = new Statement(connection, "SELECT message, previous, request, at FROM subject WHERE subject = ?1");
    }

    public SubjectMark? Find(string subject) => this.find.Set(1, subject).First(row => new SubjectMark(
        row.Int64(0), row.Int64(1), row.OptionalInt64(2), new DateTimeOffset(row.Int64(3), TimeSpan.Zero)));

    public void Mark(string subject, SubjectMark last)
    {
        StoreLimits.Require(subject.Length, StoreLimits.IdentityChars, "subject");
        this.mark.Set(1, subject).Set(2, last.Message).Set(3, last.Previous).Set(4, last.Request).Set(5, last.At.UtcTicks).Run();
    }

    public void Dispose()
    {
        this.mark.Dispose();
        this.find.Dispose();
    }
}
