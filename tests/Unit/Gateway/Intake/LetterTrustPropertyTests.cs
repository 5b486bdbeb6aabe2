using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Tests.Unit.Gateway.Lifecycle;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>No letter without a valid token or a vouched sender ever changes a request's status, queues a message, takes one
/// back, holds a lane or makes a request: random letters over random clues.</summary>
public sealed class LetterTrustPropertyTests : IAsyncDisposable
{
    private const int Cases = 10_000;

    private static readonly EventKind[] Arriving =
        Enum.GetValues<EventKind>().Where(kind => EventKinds.SourceOf(kind) == EventSource.Message).ToArray();

    private readonly LetterScene _scene = new(isInMemory: true);
    private List<(RequestState Request, OutboxRow? Row)> _known = [];

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task No_letter_without_proof_changes_anything_but_notes()
    {
        const int seed = 20260302;
        var random = new Random(seed);
        await PrepareAsync();
        var before = await PictureAsync();
        for (var number = 1; number <= Cases; number++)
        {
            await _scene.ArriveAsync(RandomLetter(random, hasProof: false));
            if (number % 250 == 0)
            {
                Assert.True(before == await PictureAsync(), $"seed {seed}, letters {number - 249} to {number}");
            }
        }
    }

    [Fact]
    public async Task The_same_letters_with_proof_do_change_something()
    {
        var random = new Random(20260303);
        await PrepareAsync();
        var before = await PictureAsync();
        for (var number = 1; number <= 100; number++)
        {
            await _scene.ArriveAsync(RandomLetter(random, hasProof: true));
        }

        Assert.NotEqual(before, await PictureAsync());
    }

    /// <summary>Requests of both sides in several statuses, with SOUTH alone; NORTH, BOTH and WEST have no part in them, and
    /// WEST is a partner whose address is SOUTH's domain.</summary>
    private async Task PrepareAsync()
    {
        _scene.MeetByMail("WEST", channel: ", senders: [\"@west.example\"]");
        for (var count = 0; count < 4; count++)
        {
            var (request, row) = await _scene.AskAsync("SOUTH");
            _known.Add((request, row));
        }

        await _scene.ArriveAsync(_scene.Letter(null, LetterScene.Says(
            _scene.ReplyTo(_known[1].Request, _known[1].Row!), LetterScene.Shipped())));
        for (var count = 0; count < 3; count++)
        {
            await _scene.ArriveAsync(_scene.Vouched("SOUTH", LetterScene.Says(null, LetterScene.Request($"S-{count}"))));
        }

        var lent = (await _scene.Gateway.RequestsAsync()).Where(request => request.Side == Side.Lending).ToArray();
        await _scene.Gateway.ActAsync(lent[0], StaffAction.Ship);
        await _scene.Gateway.DeliverAsync("SOUTH");
        var rows = await _scene.Gateway.OutboxAsync();
        _known = [.. (await _scene.Gateway.RequestsAsync()).Select(request =>
            (request, rows.FirstOrDefault(row => row.Entry.Request == request.Number)))];
    }

    private async Task<string> PictureAsync() => string.Join('\n', [
        .. (await _scene.Gateway.RequestsAsync()).OrderBy(request => request.Number)
            .Select(request => $"{request.Id} {request.Status} {request.Partner} {request.DueOn} {request.Transaction}"),
        .. (await _scene.Gateway.OutboxAsync()).Select(row => $"{row.Id} {row.State} {row.Bounces}"),
        .. (await _scene.Gateway.Store.LaneHoldsAsync(TestGateway.Cancel)).Select(hold => hold.Partner),
    ]);

    private ReceivedLetter RandomLetter(Random random, bool hasProof)
    {
        var statements = Enumerable.Range(0, random.Next(0, 4)).Select(_ => RandomStatement(random)).ToList();
        if (hasProof)
        {
            var (request, row) = _known.First(known => known.Row is not null);
            statements.Insert(0, LetterScene.Says(_scene.ReplyTo(request, row!), RandomMessage(random)));
        }

        var letter = _scene.Letter(
            Pick(random, null, "ill@south.example", "ILL@SOUTH.EXAMPLE", "ill@north.example", "x@west.example", "a@b.example", "@", ""),
            [.. statements]);
        return letter with
        {
            // Whoever our mail server vouches for, it is never the sender that the letter claims, if that is a partner.
            Origin = letter.Origin with
            {
                VouchedDomains = Pick<string[]>(
                    random, [], ["example"], ["uth.example"], [".example"], ["b.example"], ["north.example"], ["south.example"])
                    .Where(domain => letter.Origin.From?.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase) != true
                        || domain == "b.example").ToArray(),
            },
            Kind = random.Next(3) == 0 ? Pick(random, Enum.GetValues<LetterKind>()) : LetterKind.Written,
            Report = random.Next(2) == 0
                ? new DeliveryReport(
                    Pick(random, Enum.GetValues<DeliveryReportAction>()), Pick(random, "5.1.1", "4.2.2", ""),
                    Pick(random, null, "ill@south.example"), "invented")
                : null,
        };
    }

    private LetterStatement RandomStatement(Random random) => new()
    {
        Clues = Enumerable.Range(0, random.Next(0, 5)).Select(_ => RandomClue(random)).ToArray(),
        Proposals = Enumerable.Range(0, random.Next(0, 3))
            .Select(index => new LetterProposal(RandomMessage(random), $"rule {index}")).ToArray(),
        Words = "words",
    };

    private RequestClue RandomClue(Random random)
    {
        var (request, row) = Pick(random, [.. _known]);
        var letter = row?.Id ?? random.Next(1, 50);
        var token = RandomToken(random, request, letter);
        var check = random.Next(2) == 0 ? LetterToken.CheckOf(TestGateway.Key.Octets, request.Id, "SOUTH") : "aaaa";
        return random.Next(6) switch
        {
            0 => new RequestClue.ReplyAddress(request.Id.ToLowerInvariant(), letter, token),
            1 => new RequestClue.Thread(request.Id, letter, token),
            2 => new RequestClue.SubjectTag(request.Id, check),
            3 => new RequestClue.Native("machine block", request.Transaction, null),
            4 => new RequestClue.Native("subito", null, Pick(random, request.Id, request.ExternalId, "")),
            _ => new RequestClue.OpenNumber(Pick(random, request.Id, request.ExternalId, "S-", "0")),
        };
    }

    /// <summary>A token that is right for anything but this letter of this request to SOUTH.</summary>
    private string RandomToken(Random random, RequestState request, long letter)
    {
        var key = TestGateway.Key.Octets;
        var right = LetterToken.Of(key, request.Id, letter, "SOUTH");
        var other = Pick(random, [.. _known]).Request;
        var token = random.Next(6) switch
        {
            0 => LetterToken.Of(key, request.Id, letter, "NORTH"),
            1 => LetterToken.Of(key, request.Id, letter + 1, "SOUTH"),
            2 => LetterToken.Of(key, other.Id, letter, "SOUTH"),
            3 => LetterToken.Of(new byte[32], request.Id, letter, "SOUTH"),
            4 => right[..9],
            _ => "",
        };
        return token == right ? "aaaaaaaaaa" : token;
    }

    private IllMessage RandomMessage(Random random)
    {
        var message = LifecycleFixtures.Message(Pick(random, Arriving), _scene.Gateway.Clock.GetUtcNow());
        var (request, _) = Pick(random, [.. _known]);
        return message with
        {
            Header = random.Next(3) == 0 && request.Transaction is { } own
                ? message.Header with { Transaction = own }
                : LetterScene.Header(),
        };
    }

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
