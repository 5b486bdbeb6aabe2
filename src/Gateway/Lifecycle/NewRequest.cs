using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>How requests begin (B1, L1). Pure.</summary>
public static class NewRequest
{
    /// <summary>A borrowing request: created, with its rota, not sent yet.</summary>
    /// <param name="number">Its number in the store.</param>
    /// <param name="id">What people see.</param>
    /// <param name="content">What is wanted.</param>
    /// <param name="rota">The partners to ask, in order; may be empty.</param>
    /// <param name="ourSymbol">The symbol under which we ask.</param>
    /// <param name="at">Now.</param>
    public static RequestState Borrowing(
        long number, string id, IllRequest content, IEnumerable<string> rota, Symbol ourSymbol, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(content);
        var legs = rota.Select(partner => new RotaLeg(partner, LegOutcome.Waiting)).ToArray();
        return new RequestState
        {
            Number = number,
            Id = id,
            ExternalId = id,
            Side = Side.Borrowing,
            Status = Status.RequestCreatedBor,
            Content = content,
            Rota = legs,
            Partner = legs.FirstOrDefault()?.Partner,
            OurSymbol = ourSymbol,
            CreatedAt = at,
            UpdatedAt = at,
            LastTransitionOn = DateOnly.FromDateTime(at.DateTime),
            ExpiresOn = content.ExpiryDate(),
        };
    }

    /// <summary>The request with notes of the gateway.</summary>
    public static RequestState WithNotes(RequestState state, IEnumerable<string> notes, DateTimeOffset at) => notes.Aggregate(
        state, (noted, text) => noted with { Notes = noted.WithNote(NoteKind.System, text, at, "rota") });

    /// <summary>A lending request, made from what a partner asks.</summary>
    /// <param name="number">Its number in the store.</param>
    /// <param name="id">What people see.</param>
    /// <param name="message">What the partner asks.</param>
    /// <param name="partner">The partner's code.</param>
    /// <param name="ourSymbol">The symbol by which it asked us.</param>
    /// <param name="at">Now.</param>
    public static RequestState Lending(
        long number, string id, IllMessage.Request message, string partner, Symbol ourSymbol, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(message);
        var header = message.Header;
        var state = new RequestState
        {
            Number = number,
            Id = id,
            ExternalId = FirstText(header.RequesterReference, header.Transaction.GroupQualifier, id),
            Side = Side.Lending,
            Status = Status.RequestCreatedLend,
            Content = message.Content,
            Partner = partner,
            Transaction = header.Transaction,
            Counterpart = header.Requester,
            PartnerReference = header.RequesterReference,
            OurSymbol = ourSymbol,
            CreatedAt = at,
            UpdatedAt = at,
            LastTransitionOn = DateOnly.FromDateTime(at.DateTime),
            SentOn = header.At.Date,
            ExpiresOn = message.Content.ExpiryDate(),
            LastService = new LastService(IllService.IllRequest, header.At.Date, ByUs: false, message.Note),
        };
        return LifecycleRules.Text(message.Note) is { } note
            ? state with { Notes = state.WithNote(NoteKind.FromPartner, note, at, partner) }
            : state;
    }

    /// <summary>The last day of a request by its own words; null when it is open-ended.</summary>
    public static DateOnly? ExpiryDate(this IllRequest content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.Expiry switch
        {
            ExpiryFlag.NeedBeforeDate => content.NeededBy,
            ExpiryFlag.OtherDate => content.ExpiresOn,
            _ => null,
        };
    }

    private static string FirstText(params string?[] texts) => texts.First(text => !string.IsNullOrWhiteSpace(text))!;
}
