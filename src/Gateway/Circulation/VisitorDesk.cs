using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>CreateUser and UpdateUser: patrons of other institutions, who borrow from us themselves for a while.</summary>
internal static class VisitorDesk
{
    /// <summary>CreateUser. The institution and the number are the key: a second message is about the same visitor.</summary>
    public static CirculationAnswer Create(CirculationCase the, CirculationCommand.CreateUser made)
    {
        var ids = Ids(the.Command.Patron?.Id, made.Record.Ids);
        if (ids.Count == 0)
        {
            return new Refused(CirculationFault.NeededDataMissing, "No number is given.", CirculationField.Patron);
        }

        var agency = ids[0].Agency ?? the.Terms.PartnerCode;
        if (Unusable(the, agency, made.Record with { Ids = ids }) is { } no)
        {
            return no;
        }

        var known = ids.SelectMany(id => the.Tables.FindBy<LibraryPatron>(CirculationKey.Patron(id.Value, agency), 2))
            .DistinctBy(patron => patron.Number).ToArray();
        if (Refusal(the, known) is { } refusal)
        {
            return refusal;
        }

        var before = known.FirstOrDefault();
        var visitor = new LibraryPatron
        {
            Kind = PatronKind.Visitor, HomeAgency = agency, Partner = the.Terms.PartnerCode, Number = before?.Number ?? 0,
            PinHash = before?.PinHash,
            Record = made.Record with
            {
                Ids = ids, Group = made.Record.Group ?? the.Terms.House.Visitors.Group,
                ValidUntil = End(the, made.Record.ValidUntil, before),
                Blocks = [.. made.Record.Blocks.Union(before?.Record.Blocks ?? []).Take(CirculationLimits.PartsPerPatron)],
            },
        };
        return Answer(the, Put(the, visitor));
    }

    /// <summary>UpdateUser, also to end a visitor: of those alone that the same partner made known.</summary>
    public static CirculationAnswer Update(CirculationCase the, CirculationCommand.UpdateUser update)
    {
        if (!the.TryPatron(out var patron, out var refusal))
        {
            return refusal;
        }

        if (patron.Kind != PatronKind.Visitor)
        {
            return new Refused(
                CirculationFault.UserAccessDenied, "Only visitors are changed by other institutions.", CirculationField.Patron);
        }

        var changed = Changed(patron.Record, update.Added, update.Removed);
        var record = changed with
        {
            ValidUntil = update.Added.ValidUntil is { } end ? End(the, end, patron) : patron.Record.ValidUntil,
        };
        if (record.Ids.Count == 0)
        {
            return new Refused(
                CirculationFault.ElementRuleViolated, "A patron keeps one number at least.", CirculationField.PatronRecord);
        }

        if (CirculationLimits.Fault(record) is { } fault)
        {
            return new Refused(CirculationFault.ElementRuleViolated, fault, CirculationField.PatronRecord);
        }

        var isTaken = record.Ids.Any(id => the.Tables.FindBy<LibraryPatron>(
            CirculationKey.Patron(id.Value, patron.HomeAgency), 2).Any(other => other.Number != patron.Number));
        return isTaken
            ? new Refused(
                CirculationFault.NonUniqueUser, "Another visitor has one of the numbers.", CirculationField.PatronRecord)
            : OwnRefusal(the, patron.HomeAgency ?? the.Terms.PartnerCode, update.Added.Ids) is { } own ? own
            : Answer(the, Put(the, patron with { Record = record }));
    }

    /// <summary>A record with parts added or replaced, and parts taken away. Pure.</summary>
    public static PatronRecord Changed(PatronRecord was, PatronRecord added, PatronRecord removed) => was with
    {
        Ids = [.. was.Ids.Where(id => !removed.Ids.Any(gone => IsSame(gone, id)))
            .Concat(added.Ids.Where(id => !was.Ids.Any(own => IsSame(own, id))))],
        Name = added.Name ?? (removed.Name is null ? was.Name : null),
        GivenName = added.GivenName ?? (removed.GivenName is null ? was.GivenName : null),
        Surname = added.Surname ?? (removed.Surname is null ? was.Surname : null),
        Group = added.Group ?? (removed.Group is null ? was.Group : null),
        Email = added.Email ?? (removed.Email is null ? was.Email : null),
        Phone = added.Phone ?? (removed.Phone is null ? was.Phone : null),
        Postal = added.Postal ?? (removed.Postal is null ? was.Postal : null),
        BornOn = added.BornOn ?? (removed.BornOn is null ? was.BornOn : null),
        ValidFrom = added.ValidFrom ?? (removed.ValidFrom is null ? was.ValidFrom : null),
        Languages = added.Languages.Count > 0 ? added.Languages : [.. was.Languages.Except(removed.Languages)],
        Blocks = [.. was.Blocks.Where(block => !removed.Blocks.Any(gone => gone.Code == block.Code)).Union(added.Blocks)],
        Privileges =
        [
            .. was.Privileges.Where(own => !removed.Privileges.Concat(added.Privileges).Any(other => other.Type == own.Type)),
            .. added.Privileges,
        ],
    };

    private static bool IsSame(PatronId one, PatronId other) =>
        CirculationKey.Plain(one.Value) == CirculationKey.Plain(other.Value);

    private static IReadOnlyList<PatronId> Ids(PatronId? main, IReadOnlyList<PatronId> others) =>
        [.. (main is null ? others : others.Prepend(main)).DistinctBy(id => CirculationKey.Plain(id.Value))];

    private static Refused? Unusable(CirculationCase the, string agency, PatronRecord record)
    {
        if (!the.Terms.House.Visitors.Allowed)
        {
            return new Refused(CirculationFault.UnauthorizedService, "Visitors are not admitted here.");
        }

        if (the.Terms.IsOurs(agency))
        {
            return new Refused(
                CirculationFault.ElementRuleViolated, "Patrons of our own are not made known by others.",
                CirculationField.Patron);
        }

        var fault = CirculationLimits.Fault(record)
            ?? (CirculationLimits.IsNumber(agency) ? null : "The agency cannot be used.");
        return fault is null
            ? OwnRefusal(the, agency, record.Ids)
            : new Refused(CirculationFault.ElementRuleViolated, fault, CirculationField.PatronRecord);
    }

    // Where our own agencies are not told, a visitor with the number of a patron of ours would be taken for that one.
    private static Refused? OwnRefusal(CirculationCase the, string agency, IReadOnlyList<PatronId> ids) =>
        the.Terms.MayBeOurs(agency)
        && ids.Any(id => the.Tables.Count(CirculationKey.Patron(id.Value, null)) > 0)
            ? new Refused(
                CirculationFault.NonUniqueUser, "A patron of our own has one of the numbers.", CirculationField.Patron)
            : null;

    private static Refused? Refusal(CirculationCase the, IReadOnlyList<LibraryPatron> known) => known switch
    {
        [] => null,
        [var only] when !the.IsOfPartner(only.Partner) => new Refused(
            CirculationFault.UserAccessDenied, "Another institution made this patron known.", CirculationField.Patron),
        [_] => the.Terms.Own.ExistingUser == Configuration.ExistingUser.Update ? null : new Refused(
            CirculationFault.ElementRuleViolated, "This patron is known already.", CirculationField.Patron),
        _ => new Refused(
            CirculationFault.NonUniqueUser, "The numbers belong to more than one visitor.", CirculationField.Patron),
    };

    // Not longer than visitors are admitted, but as long as something is lent.
    private static DateOnly End(CirculationCase the, DateOnly? wanted, LibraryPatron? before)
    {
        var last = the.Today.AddDays(the.Terms.House.Visitors.Days);
        var end = wanted < last ? wanted.Value : last;
        var lent = before is null ? [] : the.Tables.FindBy<Loan>(
            CirculationKey.Of(CirculationIndex.LoanOfPatron, before.Number), CirculationLimits.Listed);
        return lent.Select(loan => DateOnly.FromDateTime(loan.DueAt.DateTime)).Append(end).Max();
    }

    private static LibraryPatron Put(CirculationCase the, LibraryPatron visitor)
    {
        if (visitor.Number == 0)
        {
            return the.Tables.Insert(visitor);
        }

        the.Tables.Update(visitor);
        return visitor;
    }

    private static Done Answer(CirculationCase the, LibraryPatron visitor) => new()
    {
        Patron = the.Named(visitor), PatronRecord = PatronRules.Told(visitor.Record, the.Command.PatronParts),
    };
}
