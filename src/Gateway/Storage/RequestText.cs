using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Storage;

/// <summary>The text by which requests are searched: title, numbers and barcode in one, without
/// case.</summary>
internal static class RequestText
{
    /// <summary>Of a request; the parts stand on lines of their own, so that no search matches across
    /// them.</summary>
    public static string Of(RequestState state) => string.Join(
        '\n',
        Fold(state.Content.Citation.DisplayTitle),
        Fold(state.ExternalId),
        Fold(state.Id),
        Fold(state.Barcode ?? ""));

    /// <summary>Of a search: the same folding.</summary>
    public static string Fold(string text) => text.ReplaceLineEndings(" ").ToUpperInvariant();
}
