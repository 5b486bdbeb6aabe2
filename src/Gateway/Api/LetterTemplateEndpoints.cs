using System.ComponentModel;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Api;

/// <summary>The templates of letters: which there are, and how a letter would look.</summary>
internal static class LetterTemplateEndpoints
{
    private const string BrokenText = "A template is broken; the verb check says where.";

    /// <summary>All letters with their languages.</summary>
    public static IResult List(NetworkSource network) => LetterPreview.List(network.Current) is { } letters
        ? TypedResults.Ok(new PageView<LetterTemplateView>(
            letters.Select(letter => new LetterTemplateView(letter.Code, letter.Languages)).ToArray(), null))
        : ApiProblem.Conflict("letters-broken", BrokenText);

    /// <summary>A letter as it would go out; nothing is sent.</summary>
    public static async Task<IResult> PreviewAsync(
        HttpContext context, string letter, IStore store, NetworkSource source, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var network = source.Current;
        var query = new QueryReader(context.Request.Query);
        var (partner, request, language) = (query.Text("partner"), query.Text("request"), query.Text("language"));
        if (query.Finish() is { } invalid)
        {
            return invalid;
        }

        if (LetterPreview.Find(letter) is not { } known)
        {
            return ApiProblem.NotFound("letter",
                $"There is no letter \"{Echo.Of(letter)}\"{NearestName.Hint(letter, LetterPreview.Codes, "the letters are")}.");
        }

        var state = request is null ? null : await RequestEndpoints.FindAsync(request, store, cancellationToken);
        if (request is not null && state is null)
        {
            return RequestEndpoints.Unknown(request);
        }

        return Preview(known, LetterPreview.ReaderOf(known, state, partner), state, language, network, time.GetLocalNow());
    }

    private static IResult Preview(
        string code, string? partner, RequestState? state, string? language, Network network, DateTimeOffset now)
    {
        if (network.Find(partner) is not { } reader)
        {
            return PartnerEndpoints.Unknown(partner ?? "", network);
        }

        return LetterPreview.TryMake(code, reader, state, language, network, now, out var letter, out var problem)
            ? TypedResults.Ok(new LetterPreviewView(
                letter.Code, reader.Code, letter.Language, letter.Subject, letter.Text, letter.Html))
            : ApiProblem.Conflict("no-letter", problem);
    }
}

/// <summary>A letter that there are templates for.</summary>
internal sealed record LetterTemplateView(
    [property: Description("The name of the letter and of its template.")] string Code,
    [property: Description("The languages that have it; partners with another language get English.")]
    IReadOnlyList<string> Languages);

/// <summary>A letter as it would go out.</summary>
internal sealed record LetterPreviewView(
    string Code, string Partner, [property: Description("The language it is in.")] string Language, string Subject,
    string Text, [property: Description("null when the template has no HTML part.")] string? Html);
