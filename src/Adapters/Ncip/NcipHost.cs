using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>How the library's own system is asked by NCIP.</summary>
public sealed record NcipHostSettings : ICirculationHostSettings
{
    /// <summary>Where it is, what it wants to read, and how we prove who we are.</summary>
    public required NcipConnectionSettings Connection { get; init; }

    /// <summary>What system it is: generic, alma or koha, or one of those that ask us.</summary>
    [RegularExpression(NcipDialectNames.Pattern, ErrorMessage = NcipDialectNames.Text)]
    public string Dialect { get; init; } = "generic";

    /// <inheritdoc/>
    public string DescribeWay() => $"by NCIP to the library's own system at {Connection.Url}";

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message) => "nothing, since it is no partner";
}

/// <summary>The library's own system, asked by NCIP. One command is one attempt.</summary>
public sealed class NcipHost : ICirculationHost
{
    private readonly NcipHostSettings _settings;
    private readonly string _ownAgency;
    private readonly NcipDialect _dialect;
    private readonly NcipClient _client;
    private readonly TimeProvider _time;

    /// <summary>Makes the host.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="ownAgency">Our agency where the settings name none.</param>
    /// <param name="client">Sends.</param>
    /// <param name="time">The clock, with the library's zone.</param>
    public NcipHost(NcipHostSettings settings, string ownAgency, NcipClient client, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _ownAgency = ownAgency;
        _dialect = NcipDialect.Named(settings.Dialect) ?? NcipDialect.Generic;
        _client = client;
        _time = time;
    }

    /// <inheritdoc/>
    public async Task<HostReply> AskAsync(CirculationCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var connection = _settings.Connection;

        // The time stands only where something happened and nobody says when; everything else is the same in a repeat.
        var initiated = NcipCirculation.Initiation(
            command, NcipOutgoing.Parties(connection, _ownAgency), _dialect, _time.LocalTimeZone, _time.GetUtcNow(),
            connection.VersionFor(_dialect));
        var written = NcipClient.Encode(initiated.Message, connection, _dialect);
        return await _client.SendAsync(written.Octets, connection, cancellationToken) switch
        {
            NcipExchange.Answered answered => new HostReply.Answered(
                NcipCirculation.Answer(answered.Response, command, _dialect, _time.LocalTimeZone),
                new LossReport([.. initiated.Losses.Losses, .. written.Losses.Losses, .. answered.Read.Losses.Losses])),
            NcipExchange.Failed failed => new HostReply.Silent(failed.Error, failed.MayBeDone),
            var other => throw new InvalidOperationException($"No such end of an exchange: {other}"),
        };
    }
}
