using System.ComponentModel;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>A code of ISO 10161.</summary>
internal sealed record CodeView(int Code, string Name);

/// <summary>The identity of a transaction.</summary>
internal sealed record TransactionView
{
    public TransactionView(TransactionId id)
    {
        InitialRequester = id.InitialRequester?.Text;
        GroupQualifier = id.GroupQualifier;
        Qualifier = id.Qualifier;
        SubQualifier = id.SubQualifier;
    }

    public string? InitialRequester { get; }

    public string GroupQualifier { get; }

    public string Qualifier { get; }

    public string? SubQualifier { get; }
}

/// <summary>One supplier of the rota.</summary>
internal sealed record LegView
{
    public LegView(RotaLeg leg)
    {
        Partner = leg.Partner;
        Outcome = IsoCode.Kebab(leg.Outcome.ToString());
        Transaction = leg.Transaction is { } transaction ? new TransactionView(transaction) : null;
        Reason = leg.Reason;
        AskedOn = leg.AskedOn;
        EndedOn = leg.EndedOn;
        Catalogue = leg.Catalogue is { } finding ? new CatalogueView(finding) : null;
    }

    public string Partner { get; }

    [Description("waiting, active, rejected, expired, cancelled, supplied, undeliverable, skipped or not-owned.")]
    public string Outcome { get; }

    public TransactionView? Transaction { get; }

    public string? Reason { get; }

    public DateOnly? AskedOn { get; }

    public DateOnly? EndedOn { get; }

    [Description("What its catalogue said; absent while it was not asked.")]
    public CatalogueView? Catalogue { get; }
}

/// <summary>What a supplier's catalogue said.</summary>
internal sealed record CatalogueView
{
    public CatalogueView(CatalogueFinding finding)
    {
        Holding = IsoCode.Kebab(finding.Holding.ToString());
        Evidence = finding.Evidence;
        On = finding.On;
    }

    [Description("owned, not-owned or unknown.")]
    public string Holding { get; }

    public string Evidence { get; }

    public DateOnly On { get; }
}
