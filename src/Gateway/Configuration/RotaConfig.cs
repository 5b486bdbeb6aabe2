using System.ComponentModel.DataAnnotations;

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
    /// Whether partners are asked in the order of the list; otherwise the order is chosen per request.
    /// </summary>
    public bool Ordered { get; init; } = true;

    /// <summary>Codes of the partners.</summary>
    [MinLength(1), MaxLength(1000)]
    [RegularExpression(Forms.Code, ErrorMessage = Forms.CodeText)]
    public required IReadOnlyList<string> Partners { get; init; }
}
