using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Contracts;

/// <summary>
/// The <c>channel:</c> part of a partner's file, bound to the record of its protocol. Everyone but that protocol passes
/// it on without looking inside, and asks it when the channel is to be explained to people.
/// </summary>
public interface IChannelSettings
{
    /// <summary>Whose letters count as this partner's, once our own mail server vouches for them: whole addresses, and
    /// domains written as <c>@example.org</c>. Empty for a partner that writes no letters.</summary>
    IReadOnlyList<string> LetterSenders => [];

    /// <summary>Is the partner told this at all? Not where its own system manages the request and does such a thing
    /// itself.</summary>
    bool Says(IllMessage message) => true;

    /// <summary>Does the address of a connection say that it is this partner? Not where its own listener has to recognise it
    /// first, by a key or a password.</summary>
    bool IsBelievedByAddress => true;

    /// <summary>True when the partner's system manages requests that we put to it, and asks our circulation about them under
    /// its own numbers.</summary>
    bool AsksCirculation => false;

    /// <summary>True when a message can carry a file in itself.</summary>
    bool CarriesFiles => false;

    /// <summary>How messages go out, as the end of a sentence: <c>as letters by e-mail to ill@example.org</c>.</summary>
    string DescribeWay();

    /// <summary>A message as the partner gets it, in few words: a service with its answer, a letter.</summary>
    string DescribeMessage(IllMessage message);
}
