using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// A rota template: config/rotas/CODE.yaml. It lists the partners that a request is offered to.
/// </summary>
public sealed record RotaConfig
{
    /// <summary>Code of the rota; the same as the file name.</summary>
    [RegularExpression(Forms.Name, ErrorMessage = Forms.NameText)]
    public required string Code { get; init; }

    /// <summary>Name as staff read it.</summary>
    [MinLength(1), MaxLength(200)]
    public required string Name { get; init; }

    /// <summary>
    /// Whether partners are asked in the order of the list; otherwise each request draws an order of its own,
    /// which spreads the load.
    /// </summary>
    public bool Ordered { get; init; } = true;

    /// <summary>Codes of the partners.</summary>
    [MinLength(1), MaxLength(1000)]
    [RegularExpression(Forms.Code, ErrorMessage = Forms.CodeText)]
    public required IReadOnlyList<string> Partners { get; init; }

    /// <summary>
    /// To which new requests the rota is given; when left out, staff choose it by hand.
    /// </summary>
    public RotaAssignmentConfig? Assignment { get; init; }
}

/// <summary>
/// An assignment rule. The rules of all rotas are tried by rank; the first one that fits gives its rota to a new
/// borrowing request that names no partners. Conditions that are left out always fit.
/// </summary>
public sealed record RotaAssignmentConfig
{
    /// <summary>Rules with a lower rank are tried first; no two rotas share one.</summary>
    [Range(1, 10_000)]
    public required int Rank { get; init; }

    /// <summary>A rule that is switched off never fits.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The requested formats for which it is meant.</summary>
    [MaxLength(3)]
    public IReadOnlySet<SupplyFormat> Formats { get; init; } = FrozenSet<SupplyFormat>.Empty;

    /// <summary>What is asked for: a book, a journal or an article of it.</summary>
    [MaxLength(10)]
    public IReadOnlySet<ItemType> CitationTypes { get; init; } = FrozenSet<ItemType>.Empty;

    /// <summary>The levels of service for which it is meant, as requests name them.</summary>
    [MaxLength(50)]
    public IReadOnlyList<string> LevelsOfService { get; init; } = [];

    /// <summary>Only for what is needed within so many days.</summary>
    [Range(0, 365)]
    public int? NeededWithinDays { get; init; }
}
