using System.Net.Sockets;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Locate;
using ResourceSharing.Mapping.Z3950;

namespace ResourceSharing.Adapters.Locate;

/// <summary>
/// Searches catalogues over Z39.50: one connection for all searches of a question, Init, then Search and
/// Present for each, then Close.
/// </summary>
internal sealed class Z3950Catalogue : ICatalogue
{
    public IReadOnlySet<LocateField> Searchable(LocateTargetSettings settings) => Uses(settings).Keys.ToHashSet();

    public async Task<IReadOnlyList<AskedQuery>> AskAsync(
        LocateTargetSettings settings,
        Secret? password,
        IReadOnlyList<LocateQuery> queries,
        Func<IReadOnlyList<AskedQuery>, bool> enough,
        CancellationToken cancellationToken)
    {
        var asked = new List<AskedQuery>();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var association = new Z3950Association(socket);
        foreach (var query in queries)
        {
            var rpn = LocateRpn.Write(query, Uses(settings), ForWords(settings.Attributes));
            var reply = await GuardedAsync(async () =>
                await OpenAsync(association, settings, password, cancellationToken)
                ?? await SearchAsync(association, settings, rpn, cancellationToken));
            asked.Add(new AskedQuery(query, rpn.ToString(), reply));
            if (reply is CatalogueReply.Failed || enough(asked))
                break;
        }

        if (association.IsOpen)
            await association.SayGoodbyeAsync(cancellationToken);
        return asked;
    }

    /// <summary>Connects and introduces us, before the first search; null when there is a session.</summary>
    private static async Task<CatalogueReply?> OpenAsync(
        Z3950Association association, LocateTargetSettings settings, Secret? password, CancellationToken cancellationToken)
    {
        if (association.IsOpen)
            return null;
        if (settings.Host is not { } host)
            return new CatalogueReply.Failed(LocateReason.NotConfigured, "the host of the server is missing");
        var identity = settings.Username is { } user
            ? new Z3950Identity(user, password?.Reveal() ?? "", settings.Group, settings.OpenAuthentication)
            : null;
        await association.ConnectAsync(host, settings.Port, cancellationToken);
        var answer = await association.ExchangeAsync(Z3950Requests.Init(identity), cancellationToken);
        if (answer is not Z3950Answer.Init init)
            return Unexpected(answer);
        association.IsOpen = init.Accepted;
        return init.Accepted ? null : new CatalogueReply.Failed(
            LocateReason.Refused, $"the server does not accept the session ({init.Target})");
    }

    private static async Task<CatalogueReply> SearchAsync(
        Z3950Association association, LocateTargetSettings settings, RpnQuery query, CancellationToken cancellationToken)
    {
        var answer = await association.ExchangeAsync(
            Z3950Requests.Search(settings.Database, query), cancellationToken);
        if (answer is not Z3950Answer.Search search)
            return Unexpected(answer);
        var syntax = settings.RecordSyntax == CatalogueRecordSyntax.Marc21 ? Z3950Syntax.Marc21 : Z3950Syntax.Opac;
        int wanted = search.Succeeded ? (int)Math.Min(search.Hits, settings.MaxRecords) : 0;
        return await PresentAsync(association, search, wanted, syntax, cancellationToken);
    }

    /// <summary>
    /// Fetches records in portions, because a target may send fewer than asked for, and falls back to plain
    /// MARC when it has no OPAC records.
    /// </summary>
    private static async Task<CatalogueReply> PresentAsync(
        Z3950Association association, Z3950Answer.Search search, int wanted, Z3950Syntax syntax,
        CancellationToken cancellationToken)
    {
        var records = new List<Z3950Record>();
        while (records.Count < wanted)
        {
            int count = Math.Min(Z3950Limits.RecordsPerPresent, wanted - records.Count);
            var answer = await association.ExchangeAsync(
                Z3950Requests.Present(records.Count + 1, count, syntax), cancellationToken);
            if (answer is not Z3950Answer.Present present)
                return Unexpected(answer);
            bool lacksSyntax = present.Diagnostics.Any(d => d.IsAboutSyntax)
                || present.Records.OfType<Z3950Record.Refused>().Any(r => r.Diagnostic.IsAboutSyntax);
            if (lacksSyntax && syntax == Z3950Syntax.Opac && records.Count == 0)
            {
                syntax = Z3950Syntax.Marc21;
                continue;
            }

            records.AddRange(present.Records.Take(count));
            if (present.Diagnostics.Count > 0 || present.Records.Count == 0)
                return CatalogueReply.From(search, records, present.Diagnostics);
        }

        return CatalogueReply.From(search, records, []);
    }

    private static CatalogueReply.Failed Unexpected(Z3950Answer answer) => answer switch
    {
        Z3950Answer.Garbage garbage => new CatalogueReply.Failed(LocateReason.Garbage, garbage.Fault),
        Z3950Answer.Close close => new CatalogueReply.Failed(
            LocateReason.Refused, FormattableString.Invariant($"the server closed, reason {close.Reason} {close.Information}").TrimEnd()),
        _ => new CatalogueReply.Failed(LocateReason.Garbage, $"another answer than to what was asked, {answer.GetType().Name}"),
    };

    private static async Task<CatalogueReply> GuardedAsync(Func<Task<CatalogueReply>> step)
    {
        try
        {
            return await step();
        }
        catch (OperationCanceledException)
        {
            return new CatalogueReply.Failed(LocateReason.TimedOut, "no whole answer in the time allowed");
        }
        catch (SocketException exception)
        {
            return new CatalogueReply.Failed(LocateReason.Unreachable, $"{exception.SocketErrorCode}");
        }
    }

    private static Dictionary<LocateField, int> Uses(LocateTargetSettings settings)
    {
        var uses = new Dictionary<LocateField, int>
        {
            [LocateField.Isbn] = settings.Attributes.Isbn,
            [LocateField.Issn] = settings.Attributes.Issn,
            [LocateField.Title] = settings.Attributes.Title,
            [LocateField.Author] = settings.Attributes.Author,
        };
        if (settings.Attributes.Oclc is { } oclc)
            uses[LocateField.Oclc] = oclc;
        return uses;
    }

    private static Bib1Attribute[] ForWords(LocateAttributes attributes) =>
    [
        .. attributes.Structure is { } structure ? [new Bib1Attribute(4, structure)] : Array.Empty<Bib1Attribute>(),
        .. attributes.Truncation is { } truncation ? [new Bib1Attribute(5, truncation)] : Array.Empty<Bib1Attribute>(),
    ];
}
