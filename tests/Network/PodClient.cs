using System.Net.Http.Headers;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Tests.Network;

/// <summary>A member of a pod that calls the pod's endpoint itself.</summary>
internal sealed class PodClient(HttpClient http, string code)
{
    public const string Path = "/soap/rapid";

    public string Code => code;

    public SoapVersion Version { get; init; } = SoapVersion.V11;

    public static string PasswordOf(string code) => $"{code.ToLowerInvariant()}-canary-password";

    /// <summary>An article that nobody else has asked for.</summary>
    public static InsertRequestInput Article(string? number, string issn = "0272-4634", string year = "2009") => new()
    {
        RapidRequestType = RapidRequestType.Article, XRefRequestId = number, SuggestedIssns = [issn],
        ArticleTitle = $"On example {number}", ArticleAuthor = "Example, Ada", ArticlePages = "1-20",
        PatronJournalTitle = "Journal of Examples", PatronJournalYear = year, JournalVol = "29", JournalIssue = "3",
    };

    public static InsertRequestInput Book(string number, string isbn = "9780715630402") => new()
    {
        RapidRequestType = RapidRequestType.Book, XRefRequestId = number, SuggestedIsbns = [isbn],
        PatronJournalTitle = "Property and examples", PatronJournalYear = "2000",
    };

    public Task<InsertRequestOutput> InsertAsync(InsertRequestInput input) => CallAsync<InsertRequestOutput>(input);

    /// <summary>Inserts, and gives the number.</summary>
    public async Task<int> AskAsync(InsertRequestInput input)
    {
        var answer = await InsertAsync(input);
        Assert.True(answer.IsSuccessful, answer.VerificationNote);
        Assert.True(answer.RapidRequestId > 0);
        return answer.RapidRequestId;
    }

    public Task<UpdateRequestOutput> TryAsync(int number, RapidUpdateAction action, Func<UpdateRequestInput, UpdateRequestInput>? with = null)
    {
        var input = new UpdateRequestInput { RapidRequestId = number, UpdateAction = action };
        return CallAsync<UpdateRequestOutput>(with?.Invoke(input) ?? input);
    }

    public async Task SayAsync(int number, RapidUpdateAction action, Func<UpdateRequestInput, UpdateRequestInput>? with = null)
    {
        var answer = await TryAsync(number, action, with);
        Assert.True(answer.IsSuccessful, $"{action}: {answer.VerificationNote}");
    }

    public Task<RetrieveInfoOutput> InfoAsync(int number) => CallAsync<RetrieveInfoOutput>(new RetrieveInfoInput { RequestId = number });

    public Task<RetrieveHistoryOutput> HistoryAsync(int number) =>
        CallAsync<RetrieveHistoryOutput>(new RetrieveHistoryInput { RequestId = number });

    public async Task<IReadOnlyList<RapidTransaction>> QueueAsync(
        RapidQueue queue, RapidQueueFilter filter = RapidQueueFilter.All, int hoursOld = 24)
    {
        var answer = await CallAsync<RetrieveRequestsOutput>(new RetrieveRequestsInput
        {
            QueueType = queue, RapidRequestType = filter, HoursOld = hoursOld, DoRetrieveTransactionHistory = true,
            DoRetrievePatronInfo = true,
        });
        Assert.True(answer.IsSuccessful, answer.VerificationNote);
        return answer.Transactions!;
    }

    public async Task<bool> IsInAsync(RapidQueue queue, int number) =>
        (await QueueAsync(queue)).Any(entry => entry.RapidRequestId == number);

    /// <summary>The states of a history, in their order.</summary>
    public async Task<string> StatesAsync(int number) => string.Join(' ', (await HistoryAsync(number)).HistoryTransactions!
        .Select(step => $"{step.RapidCode}:{step.StateType}"));

    public async Task<T> CallAsync<T>(RapidInput input)
        where T : RapidOutput
    {
        var signed = input with
        {
            UserName = input.UserName ?? $"{code}-user", Password = input.Password ?? PasswordOf(code),
            RequestingRapidCode = input.RequestingRapidCode ?? code, RequestingBranchName = "Main",
        };
        using var response = await PostAsync(RapidCodec.Write(signed, Version).ToArray());
        var octets = await response.Content.ReadAsByteArrayAsync();
        var read = RapidCodec.ReadAnswer(octets, RapidOperation.Of(input));
        var answer = Assert.IsType<RapidReadResult.Answer>(read);
        Assert.Equal(Version, answer.Version);
        return Assert.IsType<T>(answer.Output);
    }

    public async Task<HttpResponseMessage> PostAsync(byte[] octets, string? contentType = null)
    {
        using var content = new ByteArrayContent(octets);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType ?? SoapMedia.ContentType(Version));
        return await http.PostAsync(Path, content);
    }
}
