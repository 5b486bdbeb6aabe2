using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Intake;

/// <summary>
/// Whether a partner has sent a message before. One that bears neither a date nor a number is the same one only for a while: in
/// the journal its identity ends with the number of the one with the same words before it, so that each has its own.
/// </summary>
/// <param name="work">The unit of work.</param>
/// <param name="protocol">The language.</param>
/// <param name="at">Now.</param>
internal sealed class Repeats(IUnitOfWork work, string protocol, DateTimeOffset at)
{
    /// <summary>Longer than anybody waits between two attempts: for us that is an hour, and up to half of it more by
    /// chance.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromHours(2);

    /// <summary>The first copy of a message; null when there was none.</summary>
    public SeenMessage? Find(ArrivalContent.Understood understood, string partner)
    {
        if (!understood.IsUndated)
            return work.FindSeen(partner, protocol, understood.Identity);
        if (Mark(understood, partner) is not { } last || at - last.At > Within)
            return null;
        var seen = work.FindSeen(partner, protocol, After(understood, last.Previous));
        return seen?.MessageId == last.Message ? seen : null;
    }

    /// <summary>Another copy has come: who still repeats is given the whole time once more.</summary>
    public void Extend(ArrivalContent.Understood understood, string partner)
    {
        if (understood.IsUndated && Mark(understood, partner) is { } last)
            work.MarkSubject(Subject(understood, partner), last with { At = at });
    }

    /// <summary>Under which identity a message is kept that has not come before.</summary>
    public string IdentityOf(ArrivalContent.Understood understood, string partner) =>
        understood.IsUndated ? After(understood, Mark(understood, partner)?.Message ?? 0) : understood.Identity;

    /// <summary>Remembers a message that has not come before.</summary>
    /// <param name="understood">What it says.</param>
    /// <param name="partner">From whom.</param>
    /// <param name="message">Its row in the journal.</param>
    /// <param name="request">Its request.</param>
    public void Remember(ArrivalContent.Understood understood, string partner, long message, long request)
    {
        if (understood.IsUndated)
        {
            work.MarkSubject(Subject(understood, partner), new SubjectMark(
                message, Mark(understood, partner)?.Message ?? 0, request, at));
        }
    }

    private SubjectMark? Mark(ArrivalContent.Understood understood, string partner) =>
        work.FindSubject(Subject(understood, partner));

    private static string After(ArrivalContent.Understood understood, long message) =>
        FormattableString.Invariant($"{understood.Identity} #{message}");

    /// <summary>Hashed, since identities can be as long as a subject may be.</summary>
    private string Subject(ArrivalContent.Understood understood, string partner) => "message " + Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{partner}\n{protocol}\n{understood.Identity}")));
}
