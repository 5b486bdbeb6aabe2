using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Shared;

/// <summary>What is the same for all brokers into whose own system we push requests by an interface.</summary>
public abstract record PushedBrokerSettings : IChannelSettings, IPolledSettings, INcipBroker
{
    /// <summary>Where the key of the interface is kept: env:NAME or file:PATH.</summary>
    public SecretReference? ApiKey { get; init; }

    /// <summary>Whether our request is closed as exported to a third party as soon as the broker has taken it.</summary>
    public bool CloseRequestOnExport { get; init; }

    /// <summary>Whether open requests are asked for by the calendar (jobs.statusPoll).</summary>
    public bool Poll { get; init; } = true;

    /// <summary>How long one call may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How its NCIP messages about the requests are recognised and believed; it sends none when left out.</summary>
    public NcipBrokerSettings? Ncip { get; init; }

    /// <inheritdoc/>
    NcipBrokerSettings? INcipBroker.Broker => Ncip;

    /// <inheritdoc/>
    bool IChannelSettings.AsksCirculation => Ncip is not null;

    /// <inheritdoc/>
    bool IPolledSettings.IsPolled => Poll;

    /// <inheritdoc/>
    public string DescribeWay() => Way
        + (CloseRequestOnExport ? ", which carries them on by itself" : "")
        + (Poll && !CloseRequestOnExport ? "; open requests are asked for by the calendar" : "");

    /// <inheritdoc/>
    public abstract string DescribeMessage(IllMessage message);

    /// <summary>As what requests go where: <c>as transactions to ILLiad at illiad.example.org</c>.</summary>
    private protected abstract string Way { get; }

    /// <summary>The key, or why there is none.</summary>
    internal SecretReading KeyFrom(SecretReader secrets) => ApiKey is { } place
        ? secrets.Read(place)
        : new SecretReading(null, "the partner's file names no apiKey");
}
