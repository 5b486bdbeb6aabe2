using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using ResourceSharing.Mapping.Locate;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// A whole configuration without faults. It never changes: whoever works on a message takes one snapshot and
/// keeps it to the end.
/// </summary>
public sealed class ConfigurationSnapshot
{
    private readonly FrozenDictionary<string, PartnerConfig> _partnersBySymbol;
    private readonly FrozenSet<string> _ownSymbols;

    internal ConfigurationSnapshot(
        string directory,
        GatewayConfig gateway,
        IEnumerable<PartnerConfig> partners,
        IEnumerable<WorkflowProfileConfig> profiles,
        IEnumerable<RotaConfig> rotas)
    {
        Directory = directory;
        Gateway = gateway;
        Partners = partners.ToFrozenDictionary(p => p.Code, StringComparer.OrdinalIgnoreCase);
        Profiles = profiles.ToFrozenDictionary(p => p.Code, StringComparer.OrdinalIgnoreCase);
        Rotas = rotas.ToFrozenDictionary(r => r.Code, StringComparer.OrdinalIgnoreCase);
        _partnersBySymbol = Partners.Values
            .SelectMany(p => p.Symbols, (p, symbol) => KeyValuePair.Create(symbol.Trim(), p))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _ownSymbols = gateway.Library.Symbols
            .Select(s => s.Trim())
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The folder that was read, as it was given; letters are below it.</summary>
    public string Directory { get; }

    /// <summary>gateway.yaml with the settings of the command line.</summary>
    public GatewayConfig Gateway { get; }

    /// <summary>How a mailbox of our own staff is reached; null when there is no way.</summary>
    public Func<string, ChannelConfig>? StaffMail { get; init; }

    /// <summary>What members of a pod hold, by the partner's code; letter case does not matter.</summary>
    public IReadOnlyDictionary<string, HoldingsList> Holdings { get; init; } = FrozenDictionary<string, HoldingsList>.Empty;

    /// <summary>Partners by code; letter case does not matter.</summary>
    public FrozenDictionary<string, PartnerConfig> Partners { get; }

    /// <summary>Workflow profiles by code; letter case does not matter.</summary>
    public FrozenDictionary<string, WorkflowProfileConfig> Profiles { get; }

    /// <summary>Rota templates by code; letter case does not matter.</summary>
    public FrozenDictionary<string, RotaConfig> Rotas { get; }

    /// <summary>
    /// The partner of a code, trimmed and without regard to letter case; null when there is none.
    /// </summary>
    public PartnerConfig? FindPartner(string code) => Partners.GetValueOrDefault(code.Trim());

    /// <summary>
    /// The partner of a symbol, trimmed and without regard to letter case; null when there is none.
    /// </summary>
    public PartnerConfig? FindPartnerBySymbol(string symbol) =>
        _partnersBySymbol.GetValueOrDefault(symbol.Trim());

    /// <summary>Whether a symbol is one of ours, trimmed and without regard to letter case.</summary>
    public bool IsOwnSymbol(string symbol) => _ownSymbols.Contains(symbol.Trim());

    /// <summary>
    /// The profile that governs borrowing from a partner; null when the partner names none.
    /// </summary>
    public WorkflowProfileConfig? BorrowingProfileOf(PartnerConfig partner) => ProfileOf(partner.Borrowing);

    /// <summary>The profile that governs lending to a partner; null when the partner names none.</summary>
    public WorkflowProfileConfig? LendingProfileOf(PartnerConfig partner) => ProfileOf(partner.Lending);

    private WorkflowProfileConfig? ProfileOf(PartnerSideConfig side) =>
        side.Workflow is { } code ? Profiles.GetValueOrDefault(code) : null;
}

/// <summary>What came of loading: a snapshot, or everything that is wrong.</summary>
/// <param name="Snapshot">The configuration; null when there is at least one fault.</param>
/// <param name="Faults">All faults, by file and place; empty when there is a snapshot.</param>
public sealed record ConfigurationResult(ConfigurationSnapshot? Snapshot, IReadOnlyList<ConfigFault> Faults)
{
    /// <summary>Whether there is a snapshot.</summary>
    [MemberNotNullWhen(true, nameof(Snapshot))]
    public bool IsValid => Snapshot is not null;
}
