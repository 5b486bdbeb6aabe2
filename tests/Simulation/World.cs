using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Simulation;

/// <summary>
/// A consortium under one seed. First some hundred random happenings, then peace: the weather is calm, everybody is up,
/// and time passes until nothing moves any more.
/// </summary>
internal sealed class World
{
    private const int Happenings = 200;
    private const int MostRests = 5_000;

    private readonly Library[] _libraries;
    private readonly People _people;

    public World(int seed)
    {
        Seed = seed;
#pragma warning disable CA5394 // Chance that can be repeated is the point of it.
        Random = new Random(seed);
#pragma warning restore CA5394
        Scheduler = new Scheduler(Random);
        Time = new VirtualTime(Scheduler);
        Trace = new Trace(Time);
        Network = new SimulatedNetwork(Random, Trace) { Weather = Weather.Of(Random) };
        _libraries = Consortium.Of(Random)
            .Select((member, index) => new Library(this, member.Code, index, member.Configuration)).ToArray();
        _people = new People(this);
        foreach (var library in _libraries)
        {
            _ = new Checks(library, Trace);
        }
    }

    public int Seed { get; }

    public Random Random { get; }

    public Scheduler Scheduler { get; }

    public VirtualTime Time { get; }

    public Trace Trace { get; }

    public SimulatedNetwork Network { get; }

    public IReadOnlyList<Library> Libraries => _libraries;

    /// <summary>Where two sides differ for a reason that <see cref="Simulation.Drift"/> names.</summary>
    public List<string> Drift { get; } = [];

    public Library Find(string code) => _libraries.First(library => library.Code == code);

    /// <summary>The request at the partner that has the same transaction; null when there is none.</summary>
    public RequestState? OtherSide(RequestState state)
    {
        if (state is not { Transaction: { } transaction, Partner: { } partner })
        {
            return null;
        }

        return Find(partner).Tables.Requests.Values.FirstOrDefault(candidate =>
            candidate.Side != state.Side && candidate.Transaction == transaction);
    }

    /// <summary>Runs to the end, or to the first fault.</summary>
    public void Run()
    {
        foreach (var library in _libraries)
        {
            library.Start();
        }

        for (var happening = 0; happening < Happenings && Trace.Faults.Count == 0; happening++)
        {
            Happen();
            for (var steps = Random.Next(30); steps > 0 && !Scheduler.IsIdle; steps--)
            {
                Scheduler.RunOne();
            }
        }

        ComeToRest();
        if (Trace.Faults.Count == 0)
        {
            Peace.Check(this);
        }
    }

    private void Happen()
    {
        var library = _libraries[Random.Next(_libraries.Length)];
        var dice = Random.Next(100);
        if (dice < Network.Weather.TroublePercent || !library.IsUp)
        {
            Trouble(library);
        }
        else if (dice < 50)
        {
            _people.Act(library);
        }
        else if (dice < 75 && !Network.IsEmpty)
        {
            Network.LandOne();
        }
        else
        {
            PassTime(library);
        }
    }

    private void Trouble(Library library)
    {
        if (!library.IsUp)
        {
            library.Start();
        }
        else if (library.Disk.IsFull || Random.Next(3) == 0)
        {
            library.Disk.IsFull = !library.Disk.IsFull;
            Trace.Add($"the disk of {library} is {(library.Disk.IsFull ? "full" : "free again")}");
        }
        else
        {
            library.Crash();
        }
    }

    /// <summary>Mostly seconds; sometimes days, in which the calendar has something to do. While messages wait, days are
    /// rare: they would all be too old at once.</summary>
    private void PassTime(Library library)
    {
        var isQuiet = Network.IsEmpty && _libraries.All(one => one.Tables.Open.IsEmpty);
        var dice = Random.Next(100);
        if (dice < (isQuiet ? 30 : 1))
        {
            Leap(TimeSpan.FromDays(1 + Random.Next(12)));
            library.Do(library.RunJobsAsync);
        }
        else
        {
            Time.Advance(dice < 70 ? TimeSpan.FromSeconds(1 + Random.Next(5)) : TimeSpan.FromSeconds(5 + Random.Next(300)));
        }
    }

    private void Leap(TimeSpan by)
    {
        Time.Advance(by);
        Trace.Add($"{by.TotalDays} days later");
    }

    private void ComeToRest()
    {
        Network.Weather = Weather.Calm;
        Array.ForEach(_libraries, library => library.Disk.IsFull = false);
        var isSwept = false;
        for (var rests = 0; rests < MostRests && Trace.Faults.Count == 0; rests++)
        {
            // A start on a full disk can still fail after the disk is free again.
            Array.ForEach(_libraries.Where(library => !library.IsUp).ToArray(), library => library.Start());
            Scheduler.RunAll();
            if (!Network.IsEmpty)
            {
                Network.LandOne();
            }
            else if (_libraries.All(library => library.Tables.Open.IsEmpty))
            {
                if (isSwept)
                {
                    return;
                }

                // The calendar has the last word, on both sides on the same day.
                isSwept = true;
                Array.ForEach(_libraries, library => library.Do(library.RunJobsAsync));
            }
            else
            {
                Time.Advance(UntilNextAttempt());
            }
        }

        if (Trace.Faults.Count == 0)
        {
            var left = _libraries.SelectMany(library => library.Tables.OpenRows, (library, row) =>
                $"{library} to {row.Entry.Partner} {row.Entry.Message.Service} {row.State} {row.LastDetail}");
            Trace.Fault($"It does not come to rest: {string.Join("; ", left)}");
        }
    }

    private TimeSpan UntilNextAttempt()
    {
        var next = _libraries.SelectMany(library => library.Tables.OpenRows).Min(row => row.NextAt);
        return next > Time.Now ? next - Time.Now + TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(20);
    }
}
