using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>What the service shows, as arrivals. Pure.</summary>
internal static class RapidArrivals
{
    /// <summary>The name under which they go to the intake.</summary>
    public const string Protocol = "rapid";

    /// <summary>The transaction of a lending request: the service's number, which one service gives once, and the
    /// partner whose service it is.</summary>
    public static TransactionId TransactionOf(int number, string partner) => new()
    {
        GroupQualifier = number.ToString(CultureInfo.InvariantCulture), Qualifier = partner,
    };

    /// <summary>An entry of a lender's queue. The same entry is the same message; another citation under the same
    /// number is another one.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="isResent">The queue of those that come again.</param>
    /// <param name="partner">Whose service it is.</param>
    /// <param name="now">When it was found.</param>
    /// <param name="answerBy">The last day for an answer.</param>
    public static Arrival Request(RapidTransaction entry, bool isResent, string partner, ServiceTime now,
        DateOnly? answerBy)
    {
        var message = RapidLending.ToCanonical(entry, TransactionOf(entry.RapidRequestId, partner), now, answerBy);
        return Of(message, RequestIdentity(entry, isResent), Raw(entry), partner);
    }

    /// <summary>A request that we have came again: for the staff.</summary>
    public static Arrival Again(RapidTransaction entry, bool isResent, string partner, ServiceTime now) => Of(
        new IllMessage.Message
        {
            Header = new MessageHeader
            {
                Transaction = TransactionOf(entry.RapidRequestId, partner),
                At = now,
                RequesterReference = entry.RapidRequestId.ToString(CultureInfo.InvariantCulture),
                Requester = new Party { Name = "RapidILL" },
            },
            Note = RapidLending.Again(entry),
        },
        $"again {RequestIdentity(entry, isResent)}", Raw(entry), partner);

    /// <summary>The identity of a lending request.</summary>
    public static string RequestIdentity(RapidTransaction entry, bool isResent)
    {
        var wanted = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(RapidLending.Wanted(entry))).AsSpan(0, 8));
        DateTime? last = isResent ? RapidEntry.InOrder(entry.TransactionHistory).LastOrDefault()?.TransactionDate : null;
        return FormattableString.Invariant($"lend {entry.RapidRequestId} {wanted}")
            + (isResent ? FormattableString.Invariant($" resent {last:yyyy-MM-ddTHH:mm:ss.FFFFFFF}").TrimEnd() : "");
    }

    /// <summary>A message with its identity.</summary>
    public static Arrival Of(IllMessage message, string identity, ReadOnlyMemory<byte> raw, string partner) => new()
    {
        Protocol = Protocol,
        Raw = raw,
        Peer = new Peer { CalledPartner = partner },
        Content = new ArrivalContent.Understood(
            message, identity, SHA256.HashData(Encoding.UTF8.GetBytes($"{message.Service}\n{identity}")),
                LossReport.None),
    };

    /// <summary>An entry alone, without secrets: a queue of hundreds is not kept hundreds of times.</summary>
    public static ReadOnlyMemory<byte> Raw(RapidTransaction entry) => Encoding.UTF8.GetBytes(RapidCodec.Print(
        entry.ArticleExchangePassword is null ? entry : entry with { ArticleExchangePassword = RapidUpdates.Masked }));

    /// <summary>The answer to a look, without secrets.</summary>
    public static ReadOnlyMemory<byte> Raw(RetrieveInfoOutput info) => Encoding.UTF8.GetBytes(RapidCodec.Print(
        info.ArticleExchangePassword is null ? info : info with { ArticleExchangePassword = RapidUpdates.Masked }));
}
