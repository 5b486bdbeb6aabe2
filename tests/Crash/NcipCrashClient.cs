using System.Net;
using System.Text;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Crash;

/// <summary>What has become of something that a client works on.</summary>
internal enum NcipPlace
{
    /// <summary>A temporary item on the hold shelf, or one of ours at its place.</summary>
    Here,

    /// <summary>Lent: to the patron for whom it came, or to the library that borrows it from us.</summary>
    Lent,

    /// <summary>A temporary item that was sent back to its owner.</summary>
    Gone,
}

/// <summary>One item as its client knows it from the answers that it has got.</summary>
internal sealed class NcipThing(string barcode, string patron, bool isTemporary)
{
    public string Barcode => barcode;

    /// <summary>To whom it is lent.</summary>
    public string Patron => patron;

    /// <summary>Does it come from elsewhere?</summary>
    public bool IsTemporary => isTemporary;

    public NcipPlace Place { get; set; } = NcipPlace.Here;

    /// <summary>How often it was lent, and a positive answer came.</summary>
    public int Loans { get; set; }

    /// <summary>The numbers of the loans that were asked for with one.</summary>
    public List<string> Requests { get; } = [];
}

/// <summary>One message and what it means once it was answered.</summary>
internal sealed record NcipStep(string Service, byte[] Octets, Action Done);

/// <summary>
/// A system like ILLiad in front of a gateway that may die at any moment. It sends the same octets until a positive answer comes:
/// some time-outs are short, some messages go out twice at once, and some are sent again although they were answered.
/// </summary>
internal sealed class NcipCrashClient : CrashClient, IDisposable
{
    public const string Institution = "pseudopatron";
    private const string NotNow = "Temporary Processing Failure";
    private const int OwnItems = 50;

    private readonly int _client;
    private readonly Random _random;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly List<(byte[] Octets, byte[] Answer)> _accepted = [];
    private NcipStep? _open;
    private (byte[] Octets, byte[] Answer)? _last;
    private int _loanNumbers;

    public NcipCrashClient(int client, int seed)
    {
        _client = client;
        _random = new Random(seed + client);
        Things = [.. Enumerable.Range(0, OwnItems).Select(number => new NcipThing($"OWN-{client}-{number}", Institution, false))];
    }

    public List<NcipThing> Things { get; }

    /// <summary>How often each service was answered with success, repeats of it not counted.</summary>
    public Dictionary<string, int> Services { get; } = new(StringComparer.Ordinal);

    /// <summary>Attempts that were given up or cut off, and were made again.</summary>
    public int Retries { get; private set; }

    /// <summary>Messages that were refused for the time being.</summary>
    public int Postponed { get; private set; }

    public override bool IsSettled => _open is null;

    public override int Acknowledged => Services.Values.Sum();

    public static string Patron(int number) => $"CARD-{number % 100}";

    public void Dispose() => _http.Dispose();

    /// <summary>The newest answer is given once more after a restart, octet for octet.</summary>
    public override async Task CheckNewestAsync(GatewayProcess gateway)
    {
        if (_open is null && _last is { } last)
        {
            await RepeatAsync(gateway, last, CancellationToken.None);
        }
    }

    protected override async Task WorkAsync(GatewayProcess gateway, bool onlySettles, CancellationToken stop)
    {
        while (!onlySettles || !IsSettled)
        {
            _open ??= Next();
            if (await TryAsync(gateway, _open, stop) is not { } answer)
            {
                continue;
            }

            Finish(_open, answer);
            if (_random.Next(5) == 0)
            {
                await RepeatAsync(gateway, _last!.Value, stop);
            }

            if (_accepted.Count > 0 && _random.Next(12) == 0)
            {
                // The number of a request is never made twice: its AcceptItem is the same for ever, also when the item has
                // long gone home.
                await RepeatAsync(gateway, _accepted[_random.Next(_accepted.Count)], stop);
            }
        }
    }

    private void Finish(NcipStep step, byte[] answer)
    {
        step.Done();
        Services[step.Service] = Services.GetValueOrDefault(step.Service) + 1;
        _last = (step.Octets, answer);
        if (step.Service == "AcceptItem")
        {
            _accepted.Add(_last.Value);
        }

        _open = null;
    }

    /// <summary>One attempt; null when it has to be made again.</summary>
    private async Task<byte[]?> TryAsync(GatewayProcess gateway, NcipStep step, CancellationToken stop)
    {
        switch (_random.Next(10))
        {
            case 0:
                // A time-out so short that the answer mostly comes too late: was it carried out? Nobody knows.
                using (var soon = CancellationTokenSource.CreateLinkedTokenSource(stop))
                {
                    soon.CancelAfter(_random.Next(1, 8));
                    try
                    {
                        return Judge(step, await PostAsync(gateway, step.Octets, soon.Token));
                    }
                    catch (OperationCanceledException) when (!stop.IsCancellationRequested)
                    {
                        Retries++;
                        return null;
                    }
                }

            case 1:
                var both = await Task.WhenAll(
                    PostAsync(gateway, step.Octets, stop), PostAsync(gateway, step.Octets, stop));
                var (one, other) = (Judge(step, both[0]), Judge(step, both[1]));
                if (one is not null && other is not null)
                {
                    AssertSame(step.Octets, one, other);
                }

                return one ?? other;
            default:
                return Judge(step, await PostAsync(gateway, step.Octets, stop));
        }
    }

    private byte[]? Judge(NcipStep step, byte[] answer)
    {
        var text = Encoding.UTF8.GetString(answer);
        if (text.Contains($"{step.Service}Response>", StringComparison.Ordinal)
            && !text.Contains("Problem", StringComparison.Ordinal))
        {
            return answer;
        }

        Assert.True(text.Contains(NotNow, StringComparison.Ordinal), $"{Encoding.UTF8.GetString(step.Octets)}\n{text}");
        Postponed++;
        return null;
    }

    private async Task RepeatAsync(
        GatewayProcess gateway, (byte[] Octets, byte[] Answer) known, CancellationToken stop)
    {
        var answer = await PostAsync(gateway, known.Octets, stop);
        if (Encoding.UTF8.GetString(answer).Contains(NotNow, StringComparison.Ordinal))
        {
            Postponed++;
            return;
        }

        AssertSame(known.Octets, known.Answer, answer);
    }

    private void AssertSame(byte[] octets, byte[] one, byte[] other)
    {
        Assert.True(one.AsSpan().SequenceEqual(other),
            $"{Encoding.UTF8.GetString(octets)}\nwas answered with\n{Encoding.UTF8.GetString(one)}\nand with\n"
            + Encoding.UTF8.GetString(other));
        CountDuplicate();
    }

    private async Task<byte[]> PostAsync(GatewayProcess gateway, byte[] octets, CancellationToken stop)
    {
        using var content = new ByteArrayContent(octets);
        content.Headers.ContentType = new("application/xml");
        using var response = await _http.PostAsync(new Uri($"{gateway.Url}/ncip"), content, stop);
        var answer = await response.Content.ReadAsByteArrayAsync(stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return answer;
    }

    private NcipStep Next()
    {
        var lot = _random.Next(100);
        return lot < 40 ? Accept()
            : lot < 65 && Any(isTemporary: false, NcipPlace.Here) is { } home ? CheckOut(home)
            : lot < 80 && Any(isTemporary: true, NcipPlace.Here) is { } shelved ? CheckOut(shelved)
            : lot < 90 && Any(isTemporary: false, NcipPlace.Lent) is { } away ? CheckIn(away)
            : Any(isTemporary: true, _random.Next(3) == 0 ? NcipPlace.Here : NcipPlace.Lent) is { } used ? CheckIn(used)
            : Accept();
    }

    private NcipThing? Any(bool isTemporary, NcipPlace place)
    {
        var some = Things.Where(thing => thing.IsTemporary == isTemporary && thing.Place == place).ToArray();
        return some.Length == 0 ? null : some[_random.Next(some.Length)];
    }

    private NcipStep Accept()
    {
        var number = Things.Count - OwnItems;
        var came = new NcipThing($"TN-{_client}-{number}", Patron((number * 8) + _client), isTemporary: true);
        return Step("AcceptItem", () => Things.Add(came), $"""
            {Request(came.Barcode)}<RequestedActionType>Hold For Pickup</RequestedActionType>
            {User(came.Patron)}{Item(came.Barcode)}
            <DateForReturn>2099-01-31T23:59:00</DateForReturn>
            <PickupLocation>MAIN</PickupLocation>
            <ItemOptionalFields><BibliographicDescription>
            <Title>Book {came.Barcode}</Title>
            </BibliographicDescription></ItemOptionalFields>
            """);
    }

    private NcipStep CheckOut(NcipThing thing)
    {
        // Half of our own loans have a number; the other half is lent again and again with the same words.
        var number = thing.IsTemporary || _random.Next(2) == 0 ? null : $"LEND-{_client}-{_loanNumbers++}";
        return Step("CheckOutItem", () =>
        {
            (thing.Place, thing.Loans) = (NcipPlace.Lent, thing.Loans + 1);
            thing.Requests.AddRange(number is null ? [] : [number]);
        }, $"{User(thing.Patron)}{Item(thing.Barcode)}{(number is null ? "" : Request(number))}");
    }

    private static NcipStep CheckIn(NcipThing thing) => Step(
        "CheckInItem", () => thing.Place = thing.IsTemporary ? NcipPlace.Gone : NcipPlace.Here, Item(thing.Barcode));

    private static NcipStep Step(string service, Action done, string content) => new(service, Encoding.UTF8.GetBytes($"""
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <NCIPMessage xmlns="http://www.niso.org/2008/ncip" version="http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd">
        <{service}>
        <InitiationHeader>
        <FromAgencyId><AgencyId>HOME_INST</AgencyId></FromAgencyId><ToAgencyId><AgencyId>HOME_INST</AgencyId></ToAgencyId>
        <ApplicationProfileType>ILLIAD</ApplicationProfileType>
        </InitiationHeader>
        {content}
        </{service}>
        </NCIPMessage>
        """), done);

    private static string Request(string number) =>
        $"<RequestId><AgencyId>HOME_INST</AgencyId><RequestIdentifierValue>{number}</RequestIdentifierValue></RequestId>";

    private static string User(string number) =>
        $"<UserId><AgencyId>HOME_INST</AgencyId><UserIdentifierValue>{number}</UserIdentifierValue></UserId>";

    private static string Item(string barcode) =>
        $"<ItemId><AgencyId>HOME_INST</AgencyId><ItemIdentifierValue>{barcode}</ItemIdentifierValue></ItemId>";
}
