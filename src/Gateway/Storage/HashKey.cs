using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Storage;

/// <summary>
/// The first 64 bits of SHA-256 over a text: a short key for long identities. Two texts may share a key,
/// therefore what is found by it is compared with the text itself. SHA-256, so that nobody can make a
/// partner's keys collide.
/// </summary>
internal static class HashKey
{
    /// <summary>How many bits of a key are the neighbourhood; the others are enough that nobody finds texts by trial
    /// that share all of them.</summary>
    private const int NeighbourhoodBits = 24;

    /// <summary>The key of a message identity within its scope, mostly the partner, and its protocol. Its first word is its neighbourhood: the
    /// transaction, for protocols that have one.</summary>
    public static long OfIdentity(string scope, string protocol, string identity) => Beside(
        identity.AsSpan(0, identity.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? end : identity.Length),
        Of($"{scope}\n{protocol}\n{identity}"));

    /// <summary>The key of a transaction on one side.</summary>
    public static long OfTransaction(Side side, Symbol? requester, TransactionId transaction)
    {
        var word = TransactionId.Word(
            (transaction.InitialRequester ?? requester)?.Text,
            transaction.GroupQualifier, transaction.Qualifier, transaction.SubQualifier);
        return Beside(word, Of($"{(int)side}\n{word}"));
    }

    /// <summary>The keys of all transactions of a request: the active leg and the earlier ones.</summary>
    public static IEnumerable<long> OfTransactions(RequestState state) =>
        TransactionsOf(state).Select(own => OfTransaction(state.Side, Requester(state), own)).Distinct();

    /// <summary>True when the transaction is one of the request's. A stored transaction without initial
    /// requester was found under the requester's symbol, and that symbol may have changed since: its
    /// qualifiers decide.</summary>
    public static bool Holds(RequestState state, TransactionId transaction, Symbol? requester)
    {
        var symbol = transaction.InitialRequester ?? requester;
        return TransactionsOf(state).Any(own =>
            own.GroupQualifier.Trim() == transaction.GroupQualifier.Trim()
            && own.Qualifier.Trim() == transaction.Qualifier.Trim()
            && (own.SubQualifier ?? "").Trim() == (transaction.SubQualifier ?? "").Trim()
            && (own.InitialRequester is null || own.InitialRequester == symbol));
    }

    /// <summary>The key under which a patron's request for something is found again: who, and what. Null when we lend, or
    /// nobody knows for whom it is.</summary>
    public static long? OfRepeat(RequestState state)
    {
        var (citation, patron) = (state.Content.Citation, state.Content.Patron);
        if (state.Side != Side.Borrowing || (patron?.Identifier ?? patron?.Email ?? patron?.Name) is not { } who)
        {
            return null;
        }

        string?[] named = [citation.Title, citation.ArticleTitle, citation.Volume, citation.Issue, citation.Pages];
        string?[] numbered = [citation.Isbn, citation.Issn, citation.Doi, citation.PubMedId, citation.OclcNumber];
        var what = citation.Title is null && citation.ArticleTitle is null ? numbered : named;
        return Of(string.Join('\n', what.Prepend(who).Select(part => RequestText.Fold(part ?? "", joins: true))));
    }

    /// <summary>The key of a patron who waits for a file; null for requests of other kinds, those that were supplied or have
    /// ended, and where nobody knows for whom they are.</summary>
    public static long? OfDigitalPatron(RequestState state)
    {
        var who = state.Content.Patron?.Identifier ?? state.Content.Patron?.Email;
        var isWaiting = state.Side == Side.Borrowing && !state.WasSupplied()
            && StatusCatalog.Info(state.Side, state.Status) is { IsFinal: false, Phase: Phase.BeforeSending or Phase.BeforeShipping };
        return isWaiting && who is not null && state.Content.Format() == SupplyFormat.Digital
            ? Of("digital\n" + RequestText.Fold(who, joins: true))
            : null;
    }

    /// <summary>Of octets, as a checksum.</summary>
    public static long Of(ReadOnlySpan<byte> octets)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(octets, digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }

    private static IEnumerable<TransactionId> TransactionsOf(RequestState state)
    {
        if (state.Transaction is { } active)
        {
            yield return active;
        }

        foreach (var leg in state.Rota)
        {
            if (leg.Transaction is { } earlier)
            {
                yield return earlier;
            }
        }
    }

    // Who asked, where a transaction does not say it: the partner when we lend. Our own always say it.
    private static Symbol? Requester(RequestState state) =>
        state.Side == Side.Lending ? state.Counterpart?.Symbol : null;

    // Keys of the same neighbourhood stand side by side in an index: a new request with its message touches one page of it
    // and not two, and a page is what a commit writes.
    private static long Beside(ReadOnlySpan<char> neighbourhood, long key)
    {
        var mask = ulong.MaxValue >> NeighbourhoodBits;
        return (long)(((ulong)Of(neighbourhood.ToString()) & ~mask) | ((ulong)key & mask));
    }

    /// <summary>Of a text.</summary>
    public static long Of(string text) => Of(Encoding.UTF8.GetBytes(text));
}
