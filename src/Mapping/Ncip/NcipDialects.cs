using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Nothing is known: ReShare and crosslink as clients, Aleph, Symphony and the like as servers.</summary>
internal sealed class GenericDialect : NcipDialect
{
    public override string Name => "generic";

    public override bool WantsRouting => true;

    public override bool WantsPatronStatus => true;
}

/// <summary>ILLiad with the add-ons of IDS, Minitex, VCU, ULS, Cornell and USMAI. They search the text of an answer for
/// words: the less is in it, the better.</summary>
internal sealed class IlliadDialect : NcipDialect
{
    private const string LendingPatron = "pseudopatron";

    public override string Name => "illiad";

    public override bool MisplacesLender => true;

    public override bool IsInstitution(PatronId id) =>
        base.IsInstitution(id) || id.Value.Equals(LendingPatron, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Relais D2D and Relais ILL.</summary>
internal sealed class RelaisDialect : NcipDialect
{
    public override string Name => "relais";

    public override NcipVersion Version => NcipVersion.V1;

    public override string RenewalPending => "Renewal Still Pending";

    public override bool NeedsFullElementTypes => true;
}

/// <summary>OCLC Navigator (NRE) and VDX, by their circulation gateways.</summary>
internal sealed class NavigatorDialect : NcipDialect
{
    public override string Name => "navigator";

    public override bool HasProblemScheme => true;

    /// <summary>RequestItem puts a hold for one patron per library, whose kind is the library's symbol.</summary>
    public override bool IsInstitution(PatronId id) => base.IsInstitution(id)
        || (id.Kind is { } kind && kind.Contains("Symbol", StringComparison.OrdinalIgnoreCase));
}

/// <summary>WorldShare ILL and Tipasa (the Circ-ILL profile), and WMS.</summary>
internal sealed class WorldshareDialect : NcipDialect
{
    private const string InstitutionSymbol = "OCLC Institution Symbol";

    public override string Name => "worldshare";

    public override NcipStyle Style => NcipStyle.Ns1;

    public override bool HasProblemScheme => true;

    public override bool ReturnsByRequestAlways => true;

    public override bool WantsRouting => true;

    public override bool IsInstitution(PatronId id) =>
        base.IsInstitution(id) || string.Equals(id.Kind, InstitutionSymbol, StringComparison.OrdinalIgnoreCase);
}

/// <summary>INN-Reach (DCB). It tells by notifications and reads nothing but the answer to LookupUser.</summary>
internal sealed class InnReachDialect : NcipDialect
{
    public override string Name => "inn-reach";

    public override NcipVersion Version => NcipVersion.V1;

    public override bool HasProblemScheme => true;

    public override bool PrefersVisibleUser => true;

    public override bool IgnoresAnswersToNotices => true;

    public override bool NeedsFullElementTypes => true;
}

/// <summary>Alma, as the library's own system or as a broker's peer.</summary>
internal sealed class AlmaDialect : NcipDialect
{
    public override string Name => "alma";

    public override NcipStyle Style => NcipStyle.Ns1;

    public override NcipVersion Version => NcipVersion.V20;

    public override bool NeedsFullElementTypes => true;

    public override NcipAliases Aliases { get; } = NcipAliases.Known
        .With("ProblemType", "Apply to circulation desk - Loan cannot be renewed (no change in due date)",
            NcipProblemTypes.ItemNotRenewable)
        .With("ProblemType", "Unknown partner", NcipProblemTypes.UnknownAgency)
        .With("RequestType", NcipValues.Physical, NcipValues.Loan)
        .With("RequestType", NcipValues.Digital, NcipValues.NonReturnableCopy);
}

/// <summary>Koha's responder. It reads no prefixes and knows passwords, not PINs.</summary>
internal sealed class KohaDialect : NcipDialect
{
    public override string Name => "koha";

    public override NcipVersion Version => NcipVersion.V20;

    public override string PinType => NcipValues.Password;

    public override NcipAliases Aliases { get; } = NcipAliases.Known
        .With("ProblemType", "Pickup Library Invalid", NcipProblemTypes.ElementRuleViolated)
        .With("ProblemType", "Unknown Error", NcipProblemTypes.TemporaryProcessingFailure);
}
