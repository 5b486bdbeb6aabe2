using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>What staff do with the letters of their queue.</summary>
public abstract class LetterDeskTests(bool isInMemory) : IAsyncDisposable
{
    private readonly LetterScene _scene = new(isInMemory);

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_letter_is_placed_and_applied_and_the_history_names_who_did_it()
    {
        var (request, _) = await _scene.AskAsync("SOUTH");
        var receipt = await _scene.ArriveAsync(_scene.Letter("somebody@elsewhere.example", LetterScene.Says(null, LetterScene.Shipped())));
        Assert.Empty((await _scene.FindAsync(request)).Alerts);

        var placed = await ActAsync(receipt, LetterAction.Place, new LetterFields { Request = request.Id });
        var shown = await _scene.FindAsync(request);
        Assert.Equal((receipt.MessageId, true), (Assert.Single(shown.Alerts).Letter!.Value, shown.HasUnreadMessage));
        Assert.Contains(shown.Notes, note => note.Text == "words of letter 1");
        Assert.True(placed.Letter.IsWaiting);

        var applied = await ActAsync(receipt, LetterAction.Apply, new LetterFields());
        var after = await _scene.FindAsync(request);
        Assert.Equal((Status.ShippedPhysically, 0), (after.Status, after.Alerts.Count));
        Assert.False(applied.Letter.IsWaiting);
        Assert.Equal((StatementEnding.Applied, "ida"), (applied.Letter.Statements[0].End!.How, applied.Letter.Statements[0].End!.By));
        var history = await _scene.Gateway.Store.HistoryAsync(request.Number, TestGateway.Cancel);
        Assert.Equal([("letter:place", "ida"), ("received:shipped", "SOUTH"), ("letter:apply", "ida")],
            history.TakeLast(3).Select(line => (line.Event, line.By)));
        Assert.Equal(0, await _scene.Gateway.Store.CountWaitingLettersAsync(TestGateway.Cancel));
        Assert.Equal([receipt.MessageId], (await _scene.Gateway.Store.ListLettersAsync(
            false, null, 10, TestGateway.Cancel)).Items.Select(letter => letter.Id));
    }

    [Fact]
    public async Task One_of_two_readings_is_chosen_by_its_number()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var receipt = await _scene.ArriveAsync(_scene.Letter(
            null, LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Unfilled(), LetterScene.Shipped())));

        Assert.Equal("proposal", Assert.IsType<LetterResult.Invalid>(
            await _scene.ActAsync(receipt, LetterAction.Apply, new LetterFields())).Field);
        Assert.Equal("proposal", Assert.IsType<LetterResult.Invalid>(
            await _scene.ActAsync(receipt, LetterAction.Apply, new LetterFields { Proposal = 3 })).Field);
        await ActAsync(receipt, LetterAction.Apply, new LetterFields { Proposal = 2 });
        Assert.Equal(Status.ShippedPhysically, (await _scene.FindAsync(request)).Status);
    }

    [Fact]
    public async Task The_rules_hold_for_the_staff_as_well()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var receipt = await _scene.ArriveAsync(_scene.Letter(null, LetterScene.Says(
            _scene.ReplyTo(request, row), new IllMessage.RenewAnswer { Header = LetterScene.Header(), Grants = false })));

        var refused = Assert.IsType<LetterResult.NotPossible>(await _scene.ActAsync(receipt, LetterAction.Apply, new LetterFields()));
        Assert.Contains("not possible", refused.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, await _scene.Gateway.Store.CountWaitingLettersAsync(TestGateway.Cancel));
    }

    [Fact]
    public async Task A_letter_is_dismissed_with_a_note()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var receipt = await _scene.ArriveAsync(_scene.Letter(null, LetterScene.Says(_scene.ReplyTo(request, row))));

        Assert.Equal("note", Assert.IsType<LetterResult.Invalid>(
            await _scene.ActAsync(receipt, LetterAction.Dismiss, new LetterFields())).Field);
        Assert.IsType<LetterResult.NotPossible>(await _scene.ActAsync(receipt, LetterAction.Apply, new LetterFields()));
        await ActAsync(receipt, LetterAction.Dismiss, new LetterFields { Note = "answered by telephone" });

        var after = await _scene.FindAsync(request);
        Assert.Equal((Status.RequestSent, 0), (after.Status, after.Alerts.Count));
        var line = (await _scene.Gateway.Store.HistoryAsync(request.Number, TestGateway.Cancel))[^1];
        Assert.Equal(("letter:dismiss", "ida", receipt.MessageId), (line.Event, line.By, line.Message!.Value));
        Assert.Contains("answered by telephone", line.Text, StringComparison.Ordinal);
        Assert.IsType<LetterResult.NotPossible>(
            await _scene.ActAsync(receipt, LetterAction.Dismiss, new LetterFields { Note = "again" }));
    }

    [Fact]
    public async Task A_letter_at_the_wrong_request_is_moved()
    {
        var (wrong, row) = await _scene.AskAsync("SOUTH");
        var (right, _) = await _scene.AskAsync("SOUTH");
        var receipt = await _scene.ArriveAsync(_scene.Letter(
            null, LetterScene.Says(_scene.ReplyTo(wrong, row), LetterScene.Shipped(), LetterScene.Unfilled())));
        await ActAsync(receipt, LetterAction.Place, new LetterFields { Request = right.Id });

        Assert.Empty((await _scene.FindAsync(wrong)).Alerts);
        Assert.Single((await _scene.FindAsync(right)).Alerts);
        await ActAsync(receipt, LetterAction.Apply, new LetterFields { Proposal = 1 });
        Assert.Equal(
            (Status.RequestSent, Status.ShippedPhysically),
            ((await _scene.FindAsync(wrong)).Status, (await _scene.FindAsync(right)).Status));
    }

    [Fact]
    public async Task A_request_of_a_stranger_is_taken_in_the_name_of_a_partner()
    {
        var receipt = await _scene.ArriveAsync(_scene.Letter("desk@elsewhere.example", LetterScene.Says(null, LetterScene.Request())));

        Assert.Equal("partner", Assert.IsType<LetterResult.Invalid>(
            await _scene.ActAsync(receipt, LetterAction.Apply, new LetterFields())).Field);
        await ActAsync(receipt, LetterAction.Apply, new LetterFields { Partner = "SOUTH" });

        var made = Assert.Single(await _scene.Gateway.RequestsAsync());
        Assert.Equal((Side.Lending, "SOUTH", "S-17"), (made.Side, made.Partner, made.ExternalId));
        Assert.Contains(await _scene.Gateway.HistoryAsync(made), line => line.StartsWith("letter:apply", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Statements_are_worked_on_one_by_one()
    {
        var (one, oneRow) = await _scene.AskAsync("SOUTH");
        var (two, twoRow) = await _scene.AskAsync("SOUTH");
        var receipt = await _scene.ArriveAsync(_scene.Letter(
            null, LetterScene.Says(_scene.ReplyTo(one, oneRow)), LetterScene.Says(_scene.ReplyTo(two, twoRow))));

        Assert.Equal("statement", Assert.IsType<LetterResult.Invalid>(await _scene.ActAsync(
            receipt, LetterAction.Dismiss, new LetterFields { Statement = 3, Note = "no" })).Field);
        var first = await ActAsync(receipt, LetterAction.Dismiss, new LetterFields { Statement = 2, Note = "read" });
        Assert.True(first.Letter.IsWaiting);
        Assert.Equal((1, 0), ((await _scene.FindAsync(one)).Alerts.Count, (await _scene.FindAsync(two)).Alerts.Count));
        Assert.False((await ActAsync(receipt, LetterAction.Dismiss, new LetterFields { Note = "read too" })).Letter.IsWaiting);
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        var receipt = await _scene.ArriveAsync(_scene.Letter(null, LetterScene.Says(null, LetterScene.Shipped())));

        Assert.IsType<LetterResult.NotFound>(await _scene.ActAsync(
            receipt with { MessageId = 99 }, LetterAction.Dismiss, new LetterFields { Note = "no" }));
        Assert.Equal("request", Assert.IsType<LetterResult.Invalid>(await _scene.ActAsync(
            receipt, LetterAction.Place, new LetterFields { Request = "HOME0000099" })).Field);
        Assert.IsType<LetterResult.NotPossible>(await _scene.ActAsync(receipt, LetterAction.Apply, new LetterFields()));
    }

    private async Task<LetterResult.Done> ActAsync(Receipt receipt, LetterAction action, LetterFields fields)
    {
        var result = await _scene.ActAsync(receipt, action, fields);
        return result as LetterResult.Done ?? throw new Xunit.Sdk.XunitException($"{result}");
    }
}

/// <summary>Over the embedded store.</summary>
public sealed class LetterDeskSqliteTests() : LetterDeskTests(isInMemory: false);

/// <summary>Over memory.</summary>
public sealed class LetterDeskMemoryTests() : LetterDeskTests(isInMemory: true);
