using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Intake;

/// <summary>What a decision on a digitisation means for the file. What is held needs nothing: its link is nobody's yet, and
/// would be refused. What is deleted cannot be fetched from this commit on; its bytes go after it.</summary>
internal static class FileChanges
{
    /// <summary>Writes it.</summary>
    public static void Write(IUnitOfWork work, RequestState before, RequestState after, DateTimeOffset at)
    {
        foreach (var change in DigitisationGate.Changes(before, after))
        {
            if (change is { Became: HeldFile.Deleted, File.Document.Number: { } number }
                && work.Documents.Find(number) is { PurgedAt: null } document)
            {
                work.Documents.Update(document with { PurgedAt = at });
            }
        }
    }
}
