using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>
/// Between the transaction of a request and its number in NCIP, both ways. The number is the first part of the transaction,
/// with the leg of the rota behind a hyphen from the second leg on: <c>HOME0000001</c>, <c>HOME0000001-2</c>. A number of a
/// peer is read by the same rule, so that it is written as it came. Its agency is the initial requester; in the Norwegian
/// profile that one stands before a colon in the number itself.
/// </summary>
internal static class NcipPeerTransaction
{
    private const int FirstNumberedLeg = 2;

    /// <summary>The transaction of a number; null where there is none.</summary>
    public static TransactionId? Read(NcipRequestId? id, NcipPeerForm form)
    {
        var value = NcipCode.Plain(id?.Value ?? "");
        var agency = id?.AgencyId?.Value;
        int colon = form.Dialect == NcipPeerDialect.Nncipp ? value.LastIndexOf(':') : -1;
        if (colon > 0 && colon < value.Length - 1)
            (agency, value) = (value[..colon], value[(colon + 1)..]);
        if (value.Length == 0)
            return null;
        int hyphen = value.LastIndexOf('-');
        var leg = hyphen > 0 ? value[(hyphen + 1)..] : "";
        bool hasLeg = leg.Length is 1 or 2 && leg.All(char.IsAsciiDigit) && leg[0] != '0'
            && int.Parse(leg, CultureInfo.InvariantCulture) >= FirstNumberedLeg;
        return new TransactionId
        {
            InitialRequester = string.IsNullOrWhiteSpace(agency) ? null : form.SymbolOf(agency),
            GroupQualifier = hasLeg ? value[..hyphen] : value,
            Qualifier = hasLeg ? leg : "1",
        };
    }

    /// <summary>The number of a transaction. Notes a loss where it does not tell the transaction apart from others.</summary>
    public static NcipRequestId Write(TransactionId transaction, NcipPeerForm form, LossLog losses)
    {
        var value = OrderReference.Of(transaction)
            + (transaction.SubQualifier is { } sub ? $"-{sub}" : "");
        var agency = transaction.InitialRequester is { } requester ? form.AgencyOf(requester) : null;
        var id = form.Dialect == NcipPeerDialect.Nncipp
            ? new NcipRequestId { Value = agency is null ? value : $"{agency}:{value}" }
            : new NcipRequestId { AgencyId = agency is null ? null : new NcipCode(agency), Value = value };
        if (Read(id, form) != transaction)
            losses.Add("transaction", LossKind.Defaulted, $"sent as {id.Value}, which reads back as another one");
        return id;
    }
}
