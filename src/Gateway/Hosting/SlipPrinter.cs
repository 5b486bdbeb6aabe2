using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>Makes the page of slips out of requests and the templates in the configuration folder.</summary>
internal static class SlipPrinter
{
    /// <summary>The kinds, in the order of <see cref="SlipCode"/>.</summary>
    public static ImmutableArray<string> Kinds { get; } = ["call", "shipping", "receive", "return"];

    /// <summary>One page with a slip for each request.</summary>
    /// <param name="states">The requests.</param>
    /// <param name="kind">Which slip; null for the one that each needs at its point of life.</param>
    /// <param name="network">Partners and our library.</param>
    /// <param name="today">The day of printing.</param>
    /// <param name="page">HTML.</param>
    /// <param name="problem">Why there is none.</param>
    public static bool TryPrint(
        IReadOnlyList<RequestState> states, string? kind, Network network, DateOnly today,
        [NotNullWhen(true)] out string? page, [NotNullWhen(false)] out string? problem)
    {
        (page, problem) = (null, null);
        if (LetterFolder.Load(network.Snapshot.Directory, LetterFolder.InUse(network.Snapshot)).Letters is not { } letters)
        {
            problem = "The letters cannot be read; the verb check says what is wrong with them.";
            return false;
        }

        var html = new StringBuilder("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Slips</title>")
            .Append("<style>section { break-after: page; }</style></head>\n<body>\n");
        foreach (var state in states)
        {
            if (!letters.Slips.TryRender(Context(state, kind, network, today), out var slip, out var why))
            {
                problem = $"{state.Id}: {why.Text}";
                return false;
            }

            html.Append("<section>\n").Append(slip).Append("</section>\n");
        }

        page = html.Append("</body></html>\n").ToString();
        return true;
    }

    /// <summary>The slip that a request needs at its point of life.</summary>
    internal static SlipCode Fitting(RequestState state) => (state.Side, state.ShippedOn, state.Status) switch
    {
        (Side.Lending, null, _) => SlipCode.FulIncomingSlipLetter,
        (Side.Lending, _, _) => SlipCode.ResourceSharingShippingSlipLetter,
        (_, _, Status.ReturnedByPatron or Status.ReturnedToPartner) => SlipCode.ResourceSharingReturnSlipLetter,
        _ => SlipCode.ResourceSharingReceiveSlipLetter,
    };

    private static SlipContext Context(RequestState state, string? kind, Network network, DateOnly today)
    {
        var library = network.Snapshot.Gateway.Library;
        var partner = network.Find(state.Partner);
        var addresses = partner?.Config.Addresses;
        var code = kind is null ? Fitting(state) : (SlipCode)(Kinds.IndexOf(kind) + 1);
        return new SlipContext
        {
            Code = code,
            About = Correspondence.Summary(state),
            Sender = new LetterSender
            {
                Name = library.Name, Symbol = network.OurSymbols[0], Email = library.Email,
                Address = Correspondence.Address(library.PostalAddress),
            },
            Language = library.Language,
            Today = today,
            PartnerName = partner?.Config.Name ?? state.Counterpart?.ToString() ?? state.Partner,
            ParcelTo = code == SlipCode.ResourceSharingReturnSlipLetter
                ? state.ReturnTo ?? Correspondence.Address(addresses?.Returns ?? addresses?.Postal)
                : state.Content.DeliverTo?.Postal ?? Correspondence.Address(addresses?.Postal),
            PartnerReference = state.PartnerReference,
            Barcode = state.Barcode,
            Cost = state.Cost,
            SuppliedAs = state.SuppliedAs,
            Note = state.Notes.LastOrDefault(note => note.Kind == NoteKind.FromPartner)?.Text,
            AssignedTo = state.AssignedTo,
        };
    }
}
