using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.RapidIll;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Intake;

namespace ResourceSharing.Tests.EndToEnd.Rapid;

/// <summary>Our library and RapidILL: real intake, real store, real rules, calls over loopback.</summary>
internal sealed class RapidTown : IAsyncDisposable
{
    public const string Code = "HOME1";

    private readonly HttpClient _http = HttpClients.Create(TimeSpan.FromSeconds(30));
    private readonly SecretBox _box = SecretBox.Of(Enumerable.Repeat((byte)3, 32).ToArray());
    private RapidPoller _poller;

    private RapidTown(RapidService service, string settings)
    {
        Service = service;
        Gateway = new TestGateway(
            letters: gateway => new RapidChannel(gateway.Intake, Secrets, _box, _http, TimeProvider.System),
            vocabulary: Protocols.Vocabulary);
        _poller = NewPoller();
        Gateway.Environment["RAPID"] = RapidService.Password;
        Gateway.Write("partners/RAPID.yaml", $$"""
            code: RAPID
            name: RapidILL
            channel:
              type: rapid
              url: {{service.Url}}
              user: {{RapidService.User}}
              password: env:RAPID
              rapidCode: {{Code}}
              timeout: 1s
              {{settings}}
            """);
    }

    public TestGateway Gateway { get; }

    public RapidService Service { get; }

    public RapidPartnerSettings Settings =>
        (RapidPartnerSettings)Gateway.Network.Current.Find("RAPID")!.Config.Channel.Settings;

    public static IllRequest Article { get; } = new()
    {
        Services = [ServiceType.CopyNonReturnable],
        Citation = new Citation
        {
            ItemType = ItemType.Serial, Title = "Journal of Rivers", ArticleTitle = "On Rivers",
                ArticleAuthor = "Poet, P.",
            Issn = "0272-4634; 1937-2809", PublicationDate = "2009", IssueDate = "2009-03", Volume = "29", Issue = "3",
            Pages = "787-806", Doi = "10.1000/rivers",
        },
        Patron = new Patron { Name = "Reader, R.", Identifier = "P-1" },
    };

    public static IllRequest Book { get; } = new()
    {
        Services = [ServiceType.Loan],
        Citation = new Citation { ItemType = ItemType.Monograph, Title = "Rivers", Author = "Poet, P.",
            Isbn = "978-0-7156-3040-2" },
    };

    private SecretReader Secrets { get; } = new("/", name => name == "RAPID" ? RapidService.Password : null);

    public static async Task<RapidTown> StartAsync(string settings = "role: both") =>
        new(await RapidService.StartAsync(), settings);

    /// <summary>A borrowing request was made and sent to RapidILL, and delivered as far as it can be.</summary>
    public async Task<RequestState> BorrowAsync(IllRequest? content = null, bool deliver = true)
    {
        var made = Assert.IsType<DeskResult.Done>(
            await Gateway.Desk.BorrowAsync(content ?? Article, ["RAPID"], internalNote: null, "ida", TestGateway.Cancel));
        var sent = await Gateway.ActAsync(made.State, StaffAction.Send);
        if (deliver)
            await Gateway.DeliverAsync("RAPID");
        return await Gateway.FindAsync(sent);
    }

    public Task<RapidRound> PollWithoutDeliveryAsync() =>
        _poller.PollAsync("RAPID", Settings, takesNew: true, TestGateway.Cancel);

    public async Task<RapidRound> PollAsync()
    {
        var round = await PollWithoutDeliveryAsync();
        await Gateway.DeliverAsync("RAPID");
        return round;
    }

    /// <summary>As after a restart of the process: what was only remembered is gone.</summary>
    public void Restart() => _poller = NewPoller();

    public async Task<RequestState> ActAsync(RequestState request, StaffAction action, ActionFields? fields = null)
    {
        await Gateway.ActAsync(request, action, fields);
        await Gateway.DeliverAsync("RAPID");
        return await Gateway.FindAsync(request);
    }

    public string? Open(SuppliedDocument? document) =>
        document?.SealedPassword is { } box ? _box.Open(box)?.Reveal() : null;

    public string Seal(string password) => _box.Seal(password);

    /// <summary>Every byte that the journal keeps, as text.</summary>
    public async Task<string> JournalAsync(RequestState request)
    {
        var kept = new StringBuilder();
        var page = await Gateway.Store.ListMessagesAsync(request.Number, false, null, 200, TestGateway.Cancel);
        foreach (var row in page.Items)
        {
            var whole = await Gateway.Store.FindMessageAsync(row.Id, TestGateway.Cancel);
            kept.Append(Encoding.UTF8.GetString(whole!.Entry.Raw.Span)).Append('\n');
        }

        return kept.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        _http.Dispose();
        await Gateway.DisposeAsync();
    }

    private RapidPoller NewPoller() => new(Gateway.Intake, Secrets, _box, _http, TimeProvider.System);
}
