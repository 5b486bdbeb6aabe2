using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>A partner with whom whole requests are carried out by NCIP, peer to peer, in both directions.</summary>
public sealed record NcipPeerSettings : IChannelSettings, INcipCaller
{
    private const int AgencyChars = 200;

    /// <summary>How the partner writes: generic, alma-p2p or nncipp.</summary>
    public NcipPeerDialect Dialect { get; init; } = NcipPeerDialect.Generic;

    /// <summary>Where the partner's responder is. The header of what we send says its fromAgency, toAgency, fromSystemId and
    /// applicationProfileType where they are set here; else what the dialect and agencies say.</summary>
    public required NcipConnectionSettings Connection { get; init; }

    /// <summary>By what the partner's own calls are known, and how they are proved; the agencies below count as well,
    /// but for our own.</summary>
    public NcipCallerSettings Caller { get; init; } = new();

    /// <summary>Symbols of libraries, ours and the partner's, with their agencies in NCIP (RSG:EAST: 01EAST_INST||MAIN). A library that
    /// is not named has its symbol as its agency.</summary>
    public IReadOnlyDictionary<string, string> Agencies { get; init; } = new Dictionary<string, string>();

    /// <summary>UserIdentifierType of patrons, where they are told to the partner (sendRequesterInformation); none when left
    /// out.</summary>
    [MinLength(1), MaxLength(AgencyChars)]
    public string? UserIdType { get; init; }

    /// <inheritdoc/>
    NcipCallerSettings? INcipCaller.CallerAmong(IReadOnlyCollection<Symbol> ours)
    {
        var theirs = Agencies.Where(one => !Symbol.TryParse(one.Key, out var symbol) || !ours.Contains(symbol));
        return Caller with { Agencies = [.. Caller.Agencies, .. theirs.Select(one => one.Value)] };
    }

    /// <inheritdoc/>
    public bool IsBelievedByAddress => false;

    /// <inheritdoc/>
    public string DescribeWay() => $"as requests between peers by NCIP at {Connection.Url}";

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message) => NcipPeer.Write(message, Form(sendPatron: false)) switch
    {
        NcipPeerWritten.Expressed expressed => $"{expressed.Message.Name} by NCIP",
        _ => "nothing, since peers have no message for it in NCIP",
    };

    /// <summary>How the mapper reads and writes.</summary>
    internal NcipPeerForm Form(bool sendPatron)
    {
        var agencies = new Dictionary<Symbol, string>();
        foreach (var (text, agency) in Agencies)
        {
            if (Symbol.TryParse(text, out var symbol))
                agencies[symbol] = agency;
        }

        return new NcipPeerForm
        {
            Dialect = Dialect,
            Agencies = agencies,
            UserIdType = UserIdType,
            SendPatron = sendPatron,
            ApplicationProfileType = Connection.ApplicationProfileType,
            FromSystemId = Connection.FromSystemId,
        };
    }
}
