using System.CommandLine;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>demo</c>: a guided tour with two libraries that really speak ISO ILL with each other. Ends by itself and
/// leaves nothing behind.</summary>
internal static class DemoVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var command = new Command("demo",
            "A guided tour: two libraries in this process lend each other a book over ISO ILL. Ends by itself.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            var output = parsed.InvocationConfiguration.Output;
            try
            {
                await TourAsync(parsed.GetValue(SharedOptions.Config)!, output, patience.Token);
                return CommandLine.Fine;
            }
            catch (OperationCanceledException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("The tour took too long and was given up.");
                return CommandLine.Failed;
            }
        });
        return command;
    }

    private static async Task TourAsync(string configFolder, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("Two libraries start, HOME and EAST. Each is a whole gateway with its own store.");
        await using var home = await DemoLibrary.StartAsync("HOME", "Home Library", configFolder);
        await using var east = await DemoLibrary.StartAsync("EAST", "East Library", configFolder);
        home.Meet(east);
        east.Meet(home);
        var tour = new Tour(home, output);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);

        await tour.BeginAsync();
        await tour.StepAsync("HOME sends the request.", home, StaffAction.Send,
            new() { Note = "For a reader who is leaving in May." }, east, Status.RequestCreatedLend, cancellationToken);
        await tour.StepAsync("EAST has it and promises to supply.", east, StaffAction.WillSupply,
            ActionFields.None, home, Status.WillSupply, cancellationToken);
        await tour.RefusalAsync("HOME tries to return what it does not have.", home, StaffAction.Return);
        await tour.StepAsync("EAST ships the book for four weeks.", east, StaffAction.Ship,
            new() { DueDate = today.AddDays(28), Barcode = "39000001" }, home, Status.ShippedPhysically, cancellationToken);
        await tour.StepAsync("HOME receives it.", home, StaffAction.Receive, ActionFields.None, east,
            Status.ReceivedByPartner, cancellationToken);
        await tour.StepAsync("The reader wants to keep it longer.", home, StaffAction.Renew,
            new() { DesiredDueDate = today.AddDays(42) }, east, Status.RenewRequested, cancellationToken);
        await tour.StepAsync("EAST grants two more weeks.", east, StaffAction.RenewAnswer,
            new() { Answer = true, DueDate = today.AddDays(42) }, home, Status.Renewed, cancellationToken);
        await tour.StepAsync("HOME returns it.", home, StaffAction.Return, ActionFields.None, east,
            Status.ReturnedByPartner, cancellationToken);
        await tour.StepAsync("EAST checks it in, and the request is complete on both sides.", east, StaffAction.CheckIn,
            ActionFields.None, home, Status.RequestCompleted, cancellationToken);
        await tour.EndAsync(cancellationToken);
    }

    private sealed class Tour(DemoLibrary home, TextWriter output)
    {
        private int _step;
        private string? _homeId;
        private long _shown;

        public async Task BeginAsync()
        {
            await HeadAsync("HOME makes a borrowing request. Nothing is sent yet.");
            var done = (DeskResult.Done)await home.BorrowAsync(
                new IllRequest { Citation = new Citation { Title = "The Wooden Bridge", Author = "Ada Example" } }, "EAST");
            _homeId = done.State.Id;
            await output.WriteLineAsync($"   {_homeId}: {Label(done.State)}");
        }

        public async Task StepAsync(
            string text, DemoLibrary who, StaffAction action, ActionFields fields, DemoLibrary other, Status status,
            CancellationToken cancellationToken)
        {
            await HeadAsync(text);
            var id = await IdAtAsync(who, cancellationToken);
            var result = await who.ActAsync(id, action, fields);
            if (result is not DeskResult.Done done)
            {
                throw new IOException($"The tour stumbled at {action}: {result}");
            }

            await output.WriteLineAsync($"   {who.Code}: {done.Text} Now \"{Label(done.State)}\".");
            var seen = await other.WaitForAsync(status, cancellationToken);
            await ShowMessageAsync(other, cancellationToken);
            await output.WriteLineAsync($"   {other.Code}: now \"{Label(seen)}\".");
        }

        public async Task RefusalAsync(string text, DemoLibrary who, StaffAction action)
        {
            await HeadAsync(text);
            if (await who.ActAsync(_homeId!, action, ActionFields.None) is DeskResult.NotPossible refused)
            {
                await output.WriteLineAsync($"   {who.Code}: {refused.Text}");
            }
        }

        public async Task EndAsync(CancellationToken cancellationToken)
        {
            await output.WriteLineAsync();
            await output.WriteLineAsync("The history at HOME, as staff see it:");
            foreach (var line in await home.Store.HistoryAsync(1, cancellationToken))
            {
                await output.WriteLineAsync($"   {line.Event,-26} {StatusCatalog.Code(line.To),-20} {line.Text}");
            }

            var report = await home.Store.VerifyAsync(null, cancellationToken);
            await output.WriteLineAsync();
            await output.WriteLineAsync(
                $"HOME's journal holds {report.Messages} messages with their bytes; the check of the hash chain found " +
                $"{report.Faults.Count} fault(s). Start your own with:  dotnet run --project src/Gateway");
        }

        private async Task HeadAsync(string text)
        {
            await output.WriteLineAsync();
            await output.WriteLineAsync($"{++_step}. {text}");
        }

        private static async Task<string> IdAtAsync(DemoLibrary library, CancellationToken cancellationToken) =>
            (await library.Store.FindRequestAsync(1, cancellationToken))!.Id;

        /// <summary>The message that just arrived, as the verb decode would explain it.</summary>
        private async Task ShowMessageAsync(DemoLibrary at, CancellationToken cancellationToken)
        {
            var page = await at.Store.ListMessagesAsync(null, false, null, 1, cancellationToken);
            var newest = page.Items[0].Id;
            if (_shown == 0)
            {
                _shown = newest;
                await output.WriteLineAsync("   On the wire (the verb decode explains any message like this):");
                foreach (var line in IsoIllDecoding.Explain((await at.Store.FindMessageAsync(newest, cancellationToken))!.Entry.Raw).Lines)
                {
                    await output.WriteLineAsync($"     | {line}");
                }

                return;
            }

            var row = page.Items[0];
            await output.WriteLineAsync($"   On the wire: {IsoCode.Name(row.Entry.Service!.Value)}, {row.RawOctets} octets.");
        }

        private static string Label(RequestState state) => StatusCatalog.Info(state.Side, state.Status).Label;
    }
}
