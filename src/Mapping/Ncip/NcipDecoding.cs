using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Reads octets for a person who asks what they say. Pure, and never fails.</summary>
public static class NcipDecoding
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether octets look like NCIP: XML, or a form with XML in it, that names its root element.</summary>
    /// <param name="octets">The octets.</param>
    /// <returns>True if they do.</returns>
    public static bool Recognizes(ReadOnlySpan<byte> octets)
    {
        var head = Encoding.Latin1.GetString(octets[..Math.Min(octets.Length, 4096)]);
        var plain = head.Replace("\0", "", StringComparison.Ordinal);
        return plain.Contains("NCIPMessage", StringComparison.Ordinal)
            || plain.Contains("NCIPVersionMessage", StringComparison.Ordinal);
    }

    /// <summary>Explains one message.</summary>
    /// <param name="octets">The octets as they came.</param>
    /// <param name="contentType">The Content-Type that came with them; null where there was none.</param>
    /// <returns>What they say, or why they say nothing.</returns>
    public static NcipExplanation Explain(ReadOnlyMemory<byte> octets, string? contentType = null) =>
        NcipCodec.Read(octets, contentType) switch
        {
            NcipReadResult.Understood understood => new NcipExplanation
            {
                Kind = understood.Message.Name,
                Lines = [.. NcipExplainer.Explain(understood.Message), .. Notes(understood)],
                WireJson = Print(octets, contentType),
                Losses = understood.Losses,
            },
            NcipReadResult.Refused refused => new NcipExplanation
            {
                Lines = [$"{refused.Problem.Detail}.", $"Detail: {refused.PrivateDetail}"],
                WireJson = Print(octets, contentType),
                Refusal = refused.Problem.Detail,
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static IEnumerable<string> Notes(NcipReadResult.Understood understood)
    {
        yield return $"Version: {understood.Form.VersionText ?? "not said"}, read as {Words(understood.Form.Version)}";
        if (understood.Decoding is { } decoding)
            yield return $"Accepted: {decoding}";
        foreach (var loss in understood.Losses.Losses)
            yield return $"Not carried over: {loss.Field}: {loss.Detail}";
    }

    private static string Words(NcipVersion version) => version switch
    {
        NcipVersion.V1 => "1.0",
        NcipVersion.V20 => "2.0",
        NcipVersion.V201 => "2.01",
        _ => "2.02",
    };

    /// <summary>Every element as it was sent; null where the octets are no XML.</summary>
    private static string? Print(ReadOnlyMemory<byte> octets, string? contentType)
    {
        if (octets.Length > NcipLimits.MaxOctets)
            return null;
        var (text, _) = NcipText.Decode(octets.Span, contentType);
        var (root, _) = BoundedXml.Read(NcipCodec.WithoutDeclaration(text), NcipLimits.Bounds);
        if (root is null)
            return null;
        using var printed = new MemoryStream();
        using (var json = new Utf8JsonWriter(printed, Readable))
            NcipJson.Print(json, root);
        return Encoding.UTF8.GetString(printed.ToArray());
    }
}

/// <summary>What octets of NCIP say, for people and programs.</summary>
public sealed record NcipExplanation
{
    /// <summary>The language: <c>ncip</c>.</summary>
    public string Protocol { get; } = "ncip";

    /// <summary>The message, <c>CheckOutItem</c> for example; null where there is none.</summary>
    public string? Kind { get; init; }

    /// <summary>In plain English, one fact a line. Names the user where the message does.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Every element as it was sent, passwords among them; null where the octets are no XML.</summary>
    public string? WireJson { get; init; }

    /// <summary>What the message does not carry of what was sent.</summary>
    public LossReport Losses { get; init; } = LossReport.None;

    /// <summary>Why there is no message; null where there is one.</summary>
    public string? Refusal { get; init; }
}
