using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Locate;
using ResourceSharing.Mapping.Sru;

namespace ResourceSharing.Adapters.Locate;

/// <summary>Searches catalogues over SRU: one GET for each search.</summary>
/// <param name="http">
/// Follows no redirects: a server that moves is for an operator, and a redirect could lead into our own
/// network.
/// </param>
internal sealed class SruCatalogue(HttpClient http) : ICatalogue
{
    public IReadOnlySet<LocateField> Searchable(LocateTargetSettings settings) => Indexes(settings).Keys.ToHashSet();

    public async Task<IReadOnlyList<AskedQuery>> AskAsync(
        LocateTargetSettings settings,
        Secret? password,
        IReadOnlyList<LocateQuery> queries,
        Func<IReadOnlyList<AskedQuery>, bool> enough,
        CancellationToken cancellationToken)
    {
        var asked = new List<AskedQuery>();
        foreach (var query in queries)
        {
            string? cql = LocateCql.Write(query, Indexes(settings));
            var reply = cql is null
                ? new CatalogueReply.Failed(LocateReason.NothingToAsk, "the query is too long")
                : await SearchAsync(settings, password, cql, cancellationToken);
            asked.Add(new AskedQuery(query, cql ?? "", reply));
            if (reply is CatalogueReply.Failed || enough(asked))
                break;
        }

        return asked;
    }

    private async Task<CatalogueReply> SearchAsync(
        LocateTargetSettings settings, Secret? password, string cql, CancellationToken cancellationToken)
    {
        if (settings.Url is not { } server)
            return new CatalogueReply.Failed(LocateReason.NotConfigured, "the address of the server is missing");
        using var message = Message(settings, password, server, cql);
        try
        {
            using var response = await http.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
                return Refusal(response.StatusCode);
            var body = await BoundedBody.ReadAsync(response.Content, SruLimits.MaxOctets, cancellationToken);
            return body is { } octets
                ? CatalogueReply.From(SruReader.Read(octets))
                : new CatalogueReply.Failed(LocateReason.Garbage, $"more than {SruLimits.MaxOctets} octets");
        }
        catch (OperationCanceledException)
        {
            return new CatalogueReply.Failed(LocateReason.TimedOut, "no whole answer in the time allowed");
        }
        catch (HttpRequestException exception)
        {
            return exception.HttpRequestError == HttpRequestError.InvalidResponse
                ? new CatalogueReply.Failed(LocateReason.Garbage, "the answer is not HTTP")
                : new CatalogueReply.Failed(LocateReason.Unreachable, $"{exception.HttpRequestError}");
        }
        catch (IOException)
        {
            return new CatalogueReply.Failed(LocateReason.Unreachable, "the connection was lost");
        }
    }

    private static HttpRequestMessage Message(
        LocateTargetSettings settings, Secret? password, Uri server, string cql)
    {
        var request = new SruRequest
        {
            Version = settings.Version switch
            {
                "1.1" => SruVersion.V11,
                "2.0" => SruVersion.V20,
                _ => SruVersion.V12,
            },
            Query = cql,
            MaximumRecords = settings.MaxRecords,
            RecordSchema = settings.RecordSchema,
            AskForXmlPacking = settings.AskForXmlPacking,
        };
        var message = new HttpRequestMessage(HttpMethod.Get, request.Address(server));
        message.Headers.Accept.ParseAdd("application/xml, text/xml;q=0.9, */*;q=0.1");
        if (settings.Username is { } user)
        {
            var credentials = Encoding.UTF8.GetBytes($"{user}:{password?.Reveal()}");
            message.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        }

        return message;
    }

    private static CatalogueReply.Failed Refusal(HttpStatusCode status) => (int)status switch
    {
        401 or 403 or 429 => new CatalogueReply.Failed(LocateReason.Refused, $"HTTP {(int)status}"),
        >= 300 and < 400 => new CatalogueReply.Failed(
            LocateReason.Refused, $"HTTP {(int)status}: the server wants to be asked at another address"),
        503 or 504 => new CatalogueReply.Failed(LocateReason.Unreachable, $"HTTP {(int)status}"),
        _ => new CatalogueReply.Failed(LocateReason.Garbage, $"HTTP {(int)status}"),
    };

    private static Dictionary<LocateField, string> Indexes(LocateTargetSettings settings)
    {
        var indexes = new Dictionary<LocateField, string>
        {
            [LocateField.Isbn] = settings.Indexes.Isbn,
            [LocateField.Issn] = settings.Indexes.Issn,
            [LocateField.Title] = settings.Indexes.Title,
            [LocateField.Author] = settings.Indexes.Author,
        };
        if (settings.Indexes.Oclc is { } oclc)
            indexes[LocateField.Oclc] = oclc;
        return indexes;
    }
}
