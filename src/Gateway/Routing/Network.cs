using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Digitisation;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Routing;

/// <summary>A partner, ready for use: its file with symbols and workflow profiles looked up.</summary>
/// <param name="Config">Its file.</param>
/// <param name="Symbols">Its symbols, the primary one first.</param>
/// <param name="Borrowing">How we borrow from it.</param>
/// <param name="Lending">How we lend to it.</param>
public sealed record Partner(
    PartnerConfig Config, IReadOnlyList<Symbol> Symbols, WorkflowProfile Borrowing, WorkflowProfile Lending)
{
    /// <summary>Its code.</summary>
    public string Code => Config.Code;

    /// <summary>Is it in use?</summary>
    public bool IsActive => Config.Status == PartnerStatus.Active;

    /// <summary>Why no request can be sent to it on a day; null when one can.</summary>
    public string? WhyNotAskable(DateOnly day)
    {
        if (!IsActive)
        {
            return "it is switched off in its file";
        }

        if (!Config.Borrowing.Supported)
        {
            return "we do not borrow from it";
        }

        return Config.Closures.FirstOrDefault(closure => closure.Covers(day)) is { } closed
            ? (closed.Until is { } until ? $"closed until {until:yyyy-MM-dd}" : "closed until further notice")
                + (closed.Reason is { } reason ? $" ({reason})" : "")
            : null;
    }

    /// <summary>The profile for one of our sides.</summary>
    public WorkflowProfile Profile(Side side) => side == Side.Borrowing ? Borrowing : Lending;

    /// <summary>May it connect from there? Only listed addresses may.</summary>
    public bool MayConnectFrom(IPAddress? address) => AddressRanges.Hold(Config.AllowedFrom, address);

    /// <summary>How it is named in messages.</summary>
    public Party ToParty() => new() { Symbol = Symbols.Count > 0 ? Symbols[0] : null, Name = Config.Name };
}

/// <summary>One of our libraries that requests belong to.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Symbols">Its symbols; may be none.</param>
public sealed record Owner(string Code, string Name, IReadOnlyList<Symbol> Symbols);

/// <summary>
/// Our library and its partners as one configuration snapshot describes them. Immutable: work that has begun keeps the
/// network with which it began.
/// </summary>
public sealed class Network
{
    private readonly FrozenDictionary<string, Partner> _byCode;
    private readonly FrozenDictionary<Symbol, Partner> _bySymbol;
    private readonly FrozenSet<Symbol> _ours;
    private readonly FrozenDictionary<string, Partner> _staff;

    /// <summary>Looks everything up once.</summary>
    public Network(ConfigurationSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Snapshot = snapshot;
        Digitisation = new DigitisationRulebook(snapshot.Gateway.Digitisation);
        OurSymbols = snapshot.Gateway.Library.Symbols.Select(Symbol.Parse).ToArray();
        _ours = OurSymbols.ToFrozenSet();
        _byCode = snapshot.Partners.Values.Select(config => new Partner(
                config, config.Symbols.Select(Symbol.Parse).ToArray(),
                WorkflowProfiles.Borrowing(snapshot.BorrowingProfileOf(config)),
                WorkflowProfiles.Lending(snapshot.LendingProfileOf(config), snapshot.BorrowingProfileOf(config))))
            .ToFrozenDictionary(partner => partner.Code, StringComparer.OrdinalIgnoreCase);
        Owners = snapshot.Gateway.Library.Owners.Count == 0
            ? [new Owner(snapshot.Gateway.Library.Code, snapshot.Gateway.Library.Name, OurSymbols)]
            : snapshot.Gateway.Library.Owners.Select(
                owner => new Owner(owner.Code, owner.Name, owner.Symbols.Select(Symbol.Parse).ToArray())).ToArray();
        _staff = StaffOf(snapshot).Concat(PatronsOf(snapshot)).ToFrozenDictionary(member => member.Code, StringComparer.Ordinal);
        _bySymbol = _byCode.Values.SelectMany(partner => partner.Symbols, (partner, symbol) => (symbol, partner))
            .ToFrozenDictionary(pair => pair.symbol, pair => pair.partner);
    }

    /// <summary>The configuration behind it.</summary>
    public ConfigurationSnapshot Snapshot { get; }

    /// <summary>The rules and departments of digitisation.</summary>
    public DigitisationRulebook Digitisation { get; }

    /// <summary>Our symbols, the primary one first.</summary>
    public IReadOnlyList<Symbol> OurSymbols { get; }

    /// <summary>Our libraries that requests belong to, the one by default first; at least one.</summary>
    public IReadOnlyList<Owner> Owners { get; }

    /// <summary>All partners.</summary>
    public IEnumerable<Partner> Partners => _byCode.Values;

    /// <summary>Is that us?</summary>
    public bool IsOurs(Symbol? symbol) => symbol is { } ours && _ours.Contains(ours);

    /// <summary>A partner by its code, a member of our staff by <see cref="StaffCode"/>, or all our patrons by
    /// <see cref="JournalEntry.Patrons"/>.</summary>
    public Partner? Find(string? code) =>
        code is null ? null : _byCode.GetValueOrDefault(code) ?? _staff.GetValueOrDefault(code);

    /// <summary>Under what code mail to a member of staff stands in the outbox; no partner has such a code.</summary>
    public static string StaffCode(string user) => $"staff:{user}";

    /// <summary>The library to which a request belongs that was sent to one of our symbols.</summary>
    public Owner OwnerOf(Symbol symbol) => Owners.FirstOrDefault(owner => owner.Symbols.Contains(symbol)) ?? Owners[0];

    /// <summary>One of our libraries by its code; the first one for none. Null when there is no such library.</summary>
    public Owner? FindOwner(string? code) => code is null
        ? Owners[0]
        : Owners.FirstOrDefault(owner => string.Equals(owner.Code, code, StringComparison.OrdinalIgnoreCase));

    /// <summary>Under which symbol one of our libraries asks.</summary>
    public Symbol SymbolOf(Owner owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return owner.Symbols.Count > 0 ? owner.Symbols[0] : OurSymbols[0];
    }

    /// <summary>A partner by one of its symbols.</summary>
    public Partner? Find(Symbol? symbol) => symbol is { } known ? _bySymbol.GetValueOrDefault(known) : null;

    /// <summary>Borrowing: the due date for the patron: the partner's, less the days in transit to it. Never before the day
    /// on which the item came.</summary>
    public DateOnly? PatronDueOn(RequestState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state is not { Side: Side.Borrowing, DueOn: { } due })
        {
            return null;
        }

        var delay = Math.Min(Find(state.Partner)?.Config.DeliveryDelayDays ?? 0, due.DayNumber);
        var offset = due.AddDays(-delay);
        return state.ReceivedOn is { } received && received > offset ? (received < due ? received : due) : offset;
    }

    /// <summary>What an event means for a request, by the workflow profile of its partner and with what is known of the
    /// partners of its rota.</summary>
    public Decision Decide(RequestState state, RequestEvent @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(@event);
        return Rules.Decide(state, @event, Profile(state), SuppliersOn(@event.Today));
    }

    /// <summary>The workflow profile under which a request lives: its partner's, or every step while it has none.</summary>
    public WorkflowProfile Profile(RequestState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var partner = Find(state.Partner);
        var profile = partner?.Profile(state.Side) ?? WorkflowProfile.Full(state.Side);
        if (state.Twin is null)
        {
            return profile;
        }

        var passedOn = state.Side == Side.Lending ? profile.WhenPassedOn() : profile;
        return partner?.Config.Channel.Settings is IPodMemberSettings ? passedOn.InPod() : passedOn;
    }

    /// <summary>What stands against an action in the settings, whatever the status; null when nothing does.</summary>
    public string? WhyNot(StaffAction action, RequestState state, DateOnly today) => action switch
    {
        StaffAction.Locate => WhyNotLocatable(state),
        StaffAction.Reactivate when Snapshot.Gateway.Requests.Reactivate == Permission.Nobody =>
            "Nobody may open a finished request again: requests.reactivate in gateway.yaml says so.",
        StaffAction.Send when Snapshot.Gateway.Library.Borrowing.Closures
            .FirstOrDefault(closure => closure.Covers(today)) is { } closed =>
            $"Borrowing rests until {closed.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "further notice"}: "
                + "library.borrowing.closures in gateway.yaml says so.",
        StaffAction.ShipDigitally => WhyNotDeliver(state),
        _ => null,
    };

    /// <summary>Borrowing: why our patron may not be given a file; null when there is no such rule, and where we lend.</summary>
    public string? WhyNotDeliver(RequestState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Side == Side.Lending
            ? null
            : Digitisation.WhyNotDeliver(DigitisationFacts.Of(state, Owners[0].Code, location: null));
    }

    /// <summary>Why no catalogue can be asked for a request; null when there is one.</summary>
    public string? WhyNotLocatable(RequestState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Side == Side.Lending)
        {
            return Snapshot.Gateway.Library.Locate is null
                ? "No catalogue of ours is configured: name it under library.locate in gateway.yaml."
                : null;
        }

        return state.Rota.Any(leg => leg.Outcome == LegOutcome.Waiting && Find(leg.Partner)?.Config.Locate is not null)
            ? null
            : "None of the suppliers that are left to ask has a catalogue: name it under locate in the partner's file, "
                + "or send the request without.";
    }

    /// <summary>Members of staff as the outbox needs them: like partners who read letters, with whom nothing else is
    /// done.</summary>
    private static IEnumerable<Partner> StaffOf(ConfigurationSnapshot snapshot) => snapshot.StaffMail is not { } mail
        ? []
        : snapshot.Gateway.Staff.Select(member => Reader(StaffCode(member.User.Trim()), member.User.Trim(), mail(member.Email)));

    /// <summary>All patrons together: one lane, in which each letter has an address of its own. The mailbox here is ours, and no
    /// letter goes to it.</summary>
    private static IEnumerable<Partner> PatronsOf(ConfigurationSnapshot snapshot) => snapshot.StaffMail is not { } mail
        ? []
        : [Reader(JournalEntry.Patrons, "our patrons", mail(snapshot.Gateway.Library.Email))];

    private static Partner Reader(string code, string name, ChannelConfig mail) => new(
        new PartnerConfig
        {
            Code = code, Name = name, Channel = mail,
            Borrowing = new PartnerSideConfig { Supported = false },
            Lending = new PartnerSideConfig { Supported = false },
        },
        [], WorkflowProfiles.Borrowing(null), WorkflowProfiles.Lending(null, null));

    private Suppliers SuppliersOn(DateOnly today) => new(
        code => Find(code) is { } partner ? partner.WhyNotAskable(today) : "it is no partner any more",
        (code, content) => Find(code)?.Config.Expiry switch
        {
            { Type: ExpiryType.ExpiryTime, Days: { } days } => today.AddDays(days),
            { Type: ExpiryType.InterestDate } => content.NeededBy,
            _ => null,
        });

    /// <summary>The partner that may connect from there, if it is the only one. A system that asks our circulation sends no
    /// requests of its own that somebody would have to recognise by the address, and often stands beside one that does.</summary>
    public Partner? TheOnlyOneAt(IPAddress? address)
    {
        var there = Partners
            .Where(partner => !partner.Config.Channel.Settings.AsksCirculation)
            .Where(partner => partner.MayConnectFrom(address)).Take(2).ToArray();
        return there.Length == 1 ? there[0] : null;
    }

    /// <summary>The number of a request as people see it: the library's code and seven digits.</summary>
    public string RequestId(long number) => $"{Snapshot.Gateway.Library.Code}{number:D7}";
}

/// <summary>The network in force; changes with the configuration.</summary>
public sealed class NetworkSource
{
    private readonly ConfigurationSource _configuration;
    private volatile Network _current;

    /// <summary>Follows a configuration.</summary>
    public NetworkSource(ConfigurationSource configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration;
        _current = new Network(configuration.Current);
    }

    /// <summary>The network in force now.</summary>
    public Network Current
    {
        get
        {
            var snapshot = _configuration.Current;
            if (!ReferenceEquals(_current.Snapshot, snapshot))
            {
                _current = new Network(snapshot);
            }

            return _current;
        }
    }
}
