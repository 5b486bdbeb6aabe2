using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What a message that comes again means.</summary>
public enum NcipRepeat
{
    /// <summary>It only asks: it is answered anew each time, from what is known then.</summary>
    AskedAnew = 1,

    /// <summary>It is the same one for ever: it gets the answer that the first one got. The same identity with another
    /// digest is a conflict.</summary>
    SameForEver = 2,

    /// <summary>It is the same one as long as nothing else was done to its subject since, and not for ever: the same
    /// item is lent and returned many times with the same words. Who keeps answers has to forget this one as soon as
    /// another message about the subject was carried out, and after a time (a client waits 100 to 180 seconds and asks
    /// again two or three times, so that an hour is plenty).</summary>
    SameWhileUnchanged = 3,
}

/// <summary>
/// What makes two messages the same one, sent twice. NCIP has no message number, and clients send again whatever got no
/// answer in time, so that the identity has to come from the content.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>Lookups change nothing: they are asked anew.</item>
/// <item>AcceptItem and RequestItem with a RequestId are known by service, sender, RequestId and items: the sender made
/// that number for this one request, hence for ever. The items belong to it because one request can bring several pieces,
/// each in an AcceptItem of its own.</item>
/// <item>CreateUserFiscalTransaction with the number of the fee is known by that, for ever.</item>
/// <item>CheckOutItem, CheckInItem, RenewItem, RecallItem, CancelRequestItem, CreateUser, UpdateUser, and requests and fees
/// without a number are known by everything that they say, while nothing else was done to the item, the request or the
/// user.</item>
/// <item>Notifications (ItemShipped and its like) as well: the second ItemShipped of a loan is the return, which differs
/// in its sender and its date.</item>
/// </list>
/// The partner that was authenticated has to be part of the key where it is kept: agencies are what a sender says.
/// </remarks>
/// <param name="Identity">At most about 700 printable characters.</param>
/// <param name="Digest">SHA-256 over everything that the message says but passwords and PINs, in a form of our own: versions,
/// prefixes, order and encodings make no difference.</param>
/// <param name="Repeat">How long it is the same one.</param>
/// <param name="Subject">What it is about (an item, else a request, else a user), for <see
/// cref="NcipRepeat.SameWhileUnchanged"/>: messages with one subject end each other's sameness. Empty for
/// lookups.</param>
public sealed record NcipIdentity(string Identity, ReadOnlyMemory<byte> Digest, NcipRepeat Repeat, string Subject)
{
    private const int MaxKeyLength = 512;

    /// <summary>Subjects of one message: a RequestItem with more items than this is no honest one.</summary>
    private const int MaxSubjects = 32;

    /// <summary>Everything that it is about, the main one first: <c>item X</c>, <c>request X</c>, and <c>user X</c> where it is
    /// about a user alone (a library borrows all its items as one user: one loan must not end the sameness of
    /// another). The numbers are in capitals and without their agencies; an item that is named by its request is that
    /// request. What is done to one of them ends <see cref="NcipRepeat.SameWhileUnchanged"/>. Empty for lookups.</summary>
    public WireList<string> Subjects { get; init; } = [];

    /// <summary>The identity of a message.</summary>
    /// <param name="message">The message, as the codec read it.</param>
    /// <returns>Its identity.</returns>
    public static NcipIdentity Of(NcipInitiation message)
    {
        ArgumentNullException.ThrowIfNull(message);
        // Markup ends with a bracket, so that a number behind it cannot be taken for a part of it.
        var digest = SHA256.HashData(
            [.. NcipCodec.WriteForDigest(message), .. Encoding.UTF8.GetBytes(Typed(message) ?? "")]);
        var content = Convert.ToHexStringLower(digest);
        if (IsLookup(message))
            return new NcipIdentity($"{message.Name} {content}", digest, NcipRepeat.AskedAnew, "");
        var key = Number(message);
        return key is null
            ? new NcipIdentity($"{message.Name} {content}", digest, NcipRepeat.SameWhileUnchanged, SubjectOf(message))
                { Subjects = SubjectsOf(message) }
            : new NcipIdentity(
                Bounded($"{message.Name} {Key(message.Header?.FromAgencyId)} {key}"), digest, NcipRepeat.SameForEver,
                SubjectOf(message)) { Subjects = SubjectsOf(message) };
    }

    private static bool IsLookup(NcipInitiation message) =>
        message is LookupVersion or LookupUser or LookupItem or LookupRequest or LookupAgency or UnsupportedService;

    /// <summary>The number that the sender made for this very thing; null where there is none.</summary>
    private static string? Number(NcipInitiation message) => message switch
    {
        AcceptItem { RequestId: { Value: not null } request } accept => $"{Key(request)} {Key(accept.ItemId)}",
        RequestItem { RequestId: { Value: not null } request } asked =>
            $"{Key(request)} {string.Join(' ', asked.ItemIds.Select(Key))}",
        CreateUserFiscalTransaction { FiscalTransaction.Id: { Value: not null } fee } =>
            $"{Key(fee.AgencyId)} {Word(fee.Value)}",
        _ => null,
    };

    private static string SubjectOf(NcipInitiation message)
    {
        var subject = message.ItemId is { Value: not null } item ? $"item {Word(item.Value)}"
            : message.RequestId is { Value: not null } request ? $"request {Word(request.Value)}"
            : message.UserId is { Value: not null } user ? $"user {Word(user.Value)}"
            : Typed(message) is { } typed ? $"user {Hashed(typed)}"
            : "";
        return Bounded(subject);
    }

    /// <summary>What tells the patron who typed something: the number, else what is surely no PIN where nothing else
    /// tells.</summary>
    private static string? Typed(NcipInitiation message)
    {
        var isKnown = message.UserId is not null || message.Authentication.Any(
            input => NcipParts.InputOf(input, NcipAliases.Known) == NcipInput.Identifier);
        if (isKnown)
            return NcipParts.TypedNumber(message, NcipAliases.Known);
        var secrets = message.Authentication
            .Where(input => NcipParts.InputOf(input, NcipAliases.Known) == NcipInput.Secret)
            .Select(input => input.Data?.Value).ToArray();
        return message.Authentication.Select(input => input.Data?.Value).FirstOrDefault(data => !secrets.Contains(data));
    }

    private static WireList<string> SubjectsOf(NcipInitiation message)
    {
        var subjects = new List<string>();
        IReadOnlyList<NcipItemId?> items = message is RequestItem request ? [.. request.ItemIds] : [message.ItemId];
        foreach (var item in items)
        {
            bool isRequest = item?.IdentifierType?.Is(NcipValues.IllRequestId) == true;
            Add(isRequest ? CirculationSubject.Request : CirculationSubject.Item, item?.Value);
        }

        Add(CirculationSubject.Request, message.RequestId?.Value);
        if (subjects.Count == 0)
            Add(CirculationSubject.User, message.UserId?.Value ?? NcipParts.TypedNumber(message, NcipAliases.Known));
        return new([.. subjects]);

        void Add(Func<string, string> kind, string? value)
        {
            if (string.IsNullOrWhiteSpace(value) || subjects.Count >= MaxSubjects)
                return;
            string subject = kind(value);
            if (!subjects.Contains(subject))
                subjects.Add(subject);
        }
    }

    private static string Key(NcipRequestId id) => $"{Key(id.AgencyId)} {Word(id.Value)}";

    private static string Key(NcipItemId? id) => Word(id?.Value);

    /// <summary>An agency is the same in any case and under any scheme.</summary>
    private static string Key(NcipCode? agency) => agency is null ? "-" : Word(agency.Value.ToUpperInvariant());

    private static string Word(string? value) => value is null ? "-" : Uri.EscapeDataString(NcipCode.Plain(value));

    private static string Bounded(string text) => text.Length <= MaxKeyLength ? text : "sha256:" + Hashed(text);

    private static string Hashed(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
