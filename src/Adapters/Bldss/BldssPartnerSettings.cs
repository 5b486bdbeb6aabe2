using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Bldss;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Bldss;

/// <summary>How the British Library is reached by its REST interface (BLDSS).</summary>
public sealed record BldssPartnerSettings : IChannelSettings, IPolledSettings
{
    /// <summary>Address of the interface without a path.</summary>
    public Uri Url { get; init; } = new("https://api.bldss.bl.uk");

    /// <summary>Name of the application that is registered with the British Library.</summary>
    [MinLength(1), MaxLength(100)]
    public required string Application { get; init; }

    /// <summary>Where the application's secret is kept: env:NAME or file:PATH.</summary>
    public SecretReference? ApplicationSecret { get; init; }

    /// <summary>The customer's code, for example 12-3456.</summary>
    [MinLength(1), MaxLength(100)]
    public required string Account { get; init; }

    /// <summary>Where the customer's authorisation code is kept: env:NAME or file:PATH.</summary>
    public SecretReference? Password { get; init; }

    /// <summary>Numbers of the interface for copies.</summary>
    public BldssServiceSettings Copy { get; init; } = new();

    /// <summary>Numbers of the interface for loans.</summary>
    public BldssServiceSettings Loan { get; init; } = new() { Format = 6 };

    /// <summary>Whether copyright fees are paid; needed outside the United Kingdom. Not said when left out.</summary>
    public bool? PayCopyright { get; init; }

    /// <summary>Country of our addresses, ISO 3166 alpha-3.</summary>
    [RegularExpression("^[A-Z]{3}$", ErrorMessage = "a country as three capital letters, for example GBR")]
    public string Country { get; init; } = "GBR";

    /// <summary>Address under which the British Library reaches this gateway for its events; none are posted when left
    /// out.</summary>
    public Uri? CallbackBase { get; init; }

    /// <summary>Where the key is kept from which the addresses of events are made: env:NAME or file:PATH. Any long random
    /// text; whoever has it can pretend to be the British Library.</summary>
    public SecretReference? CallbackKey { get; init; }

    /// <summary>Whether the address of events stands within the delivery part of an order, or at its end. Known clients
    /// differ.</summary>
    public bool CallbackInDelivery { get; init; } = true;

    /// <summary>Whether open orders are asked for by the calendar (jobs.statusPoll), which needs no way in from
    /// outside.</summary>
    public bool Poll { get; init; } = true;

    /// <summary>How long one call may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    bool IPolledSettings.IsPolled => Poll;

    /// <inheritdoc/>
    public string DescribeWay() => $"as calls to the British Library's interface at {Url.Host}"
        + (CallbackBase is null ? "" : ", which posts events back")
        + (Poll ? "; open orders are asked for by the calendar" : "");

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message) => message switch
    {
        IllMessage.Request => "an order",
        IllMessage.Cancel => "a cancellation",
        IllMessage.Renew => "a renewal",
        IllMessage.StatusQuery => "a look at the order",
        _ => "nothing, since the interface has no call for it",
    };

    /// <summary>The numbers for a request.</summary>
    internal BldssService ServiceFor(IllRequest content)
    {
        var one = WantedAs(content) == ServiceType.Loan ? Loan : Copy;
        return new BldssService(one.Service, one.Format, one.Speed, one.Quality);
    }

    /// <summary>Loan or copy.</summary>
    internal static ServiceType WantedAs(IllRequest content) =>
        content.Services is [ServiceType.Loan, ..] ? ServiceType.Loan : ServiceType.CopyNonReturnable;
}

/// <summary>Numbers of the interface; GET /api/reference/formats and its neighbours list them.</summary>
public sealed record BldssServiceSettings
{
    /// <summary>The service.</summary>
    [Range(1, 999)]
    public int Service { get; init; } = 1;

    /// <summary>1 encrypted download, 2 download, 3 secure transfer, 4 paper, 5 disc, 6 loan.</summary>
    [Range(1, 999)]
    public int Format { get; init; } = 4;

    /// <summary>The speed.</summary>
    [Range(1, 999)]
    public int Speed { get; init; } = 2;

    /// <summary>The quality.</summary>
    [Range(1, 999)]
    public int Quality { get; init; } = 1;
}
