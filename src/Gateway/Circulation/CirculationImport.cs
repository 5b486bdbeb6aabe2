using System.Globalization;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>What came of an import.</summary>
/// <param name="Rows">Rows that were read.</param>
/// <param name="Added">New records.</param>
/// <param name="Changed">Records that were there and are replaced.</param>
/// <param name="Faults">What is wrong; then nothing was imported.</param>
internal sealed record ImportReport(int Rows, int Added, int Changed, IReadOnlyList<ImportFault> Faults);

/// <summary>Takes patrons and items from a file. A file with a fault changes nothing; one that is imported again changes
/// nothing more.</summary>
internal sealed class CirculationImport(IStore store, PatronPins pins)
{
    /// <summary>Rows in one unit of work: some milliseconds of the writer's time.</summary>
    private const int RowsAtOnce = 200;

    /// <summary>Columns of patrons.</summary>
    public static readonly IReadOnlyList<string> PatronColumns =
    [
        "id", "ids", "name", "givenName", "surname", "group", "email", "phone", "street", "postalCode", "city", "region",
        "country", "bornOn", "languages", "validFrom", "validUntil", "blocks", "pin",
    ];

    /// <summary>Columns of items.</summary>
    public static readonly IReadOnlyList<string> ItemColumns =
    [
        "barcode", "title", "subtitle", "author", "publisher", "year", "edition", "isbn", "issn", "oclcNumber", "callNumber",
        "location", "owner", "pieces", "restrictions", "doesNotCirculate", "condition",
    ];

    private static readonly Dictionary<string, ItemStatus> Conditions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["lost"] = ItemStatus.Lost, ["missing"] = ItemStatus.Missing, ["in-process"] = ItemStatus.InProcess,
        ["not-available"] = ItemStatus.NotAvailable,
    };

    /// <summary>Imports patrons. The column <c>id</c> is the key. A PIN that is not in the file, and blocks where the file has
    /// no such column, stay as they are.</summary>
    public async Task<ImportReport> PatronsAsync(ReadOnlyMemory<byte> file, bool isJson, CancellationToken cancellationToken)
    {
        var (rows, faults) = ImportFile.Read(file, isJson, PatronColumns);
        var reader = new ImportRowReader(faults);
        var patrons = rows.Select(row => reader.Patron(row)).ToArray();
        reader.CheckUnique(rows, "id");
        if (rows.Count(row => row.Fields.ContainsKey("pin")) > CirculationLimits.ImportPins)
        {
            reader.Fault(1, "pin", $"A file sets {CirculationLimits.ImportPins} PINs at most; make several of it.");
        }

        if (reader.Faults.Count > 0)
        {
            return new ImportReport(rows.Count, 0, 0, reader.Faults);
        }

        var hashed = await Task.Run(
            () => rows.Zip(patrons, (row, patron) => row.Fields.TryGetValue("pin", out var pin)
                ? patron with { PinHash = pins.Hash(new Pin(pin)) } : patron).ToArray(), cancellationToken);
        return await PutAllAsync(hashed, Put, cancellationToken);
    }

    /// <summary>Imports items of ours. The barcode is the key.</summary>
    public async Task<ImportReport> ItemsAsync(ReadOnlyMemory<byte> file, bool isJson, CancellationToken cancellationToken)
    {
        var (rows, faults) = ImportFile.Read(file, isJson, ItemColumns);
        var reader = new ImportRowReader(faults);
        var items = rows.Select(row => reader.Item(row, Conditions)).ToArray();
        reader.CheckUnique(rows, "barcode");
        foreach (var (row, item) in rows.Zip(items))
        {
            if (reader.Faults.Count < CirculationLimits.ImportFaults && item.Barcode.Length > 0
                && (await store.Circulation.FindByAsync<LibraryItem>(CirculationKey.Barcode(item.Barcode), 1, cancellationToken))
                    is [{ Temporary: not null }])
            {
                reader.Fault(row.Line, "barcode", "An item that has come from elsewhere has this barcode.");
            }
        }

        return reader.Faults.Count > 0
            ? new ImportReport(rows.Count, 0, 0, reader.Faults)
            : await PutAllAsync(items, Put, cancellationToken);
    }

    private async Task<ImportReport> PutAllAsync<T>(
        IReadOnlyList<T> records, Func<ICirculationTables, T, bool?> put, CancellationToken cancellationToken)
    {
        var (added, changed) = (0, 0);
        foreach (var some in records.Chunk(RowsAtOnce))
        {
            var outcomes = await store.WriteAsync(
                work => some.Select(record => put(work.Circulation, record)).ToArray(), cancellationToken);
            added += outcomes.Count(isNew => isNew == true);
            changed += outcomes.Count(isNew => isNew == false);
        }

        return new ImportReport(records.Count, added, changed, []);
    }

    private static bool? Put(ICirculationTables tables, LibraryPatron patron)
    {
        var main = patron.Record.Ids[0].Value;
        var known = tables.FindBy<LibraryPatron>(CirculationKey.Patron(main, null)).FirstOrDefault(other =>
            CirculationKey.Plain(other.Record.Ids[0].Value) == CirculationKey.Plain(main));
        if (known is null)
        {
            tables.Insert(patron);
            return true;
        }

        tables.Update(patron with
        {
            Number = known.Number, PinHash = patron.PinHash ?? known.PinHash,
            Record = patron.Record.Blocks.Count > 0 ? patron.Record : patron.Record with { Blocks = known.Record.Blocks },
        });
        return false;
    }

    // One that has come from elsewhere in between keeps its barcode.
    private static bool? Put(ICirculationTables tables, LibraryItem item)
    {
        if (tables.FindBy<LibraryItem>(CirculationKey.Barcode(item.Barcode), 1).FirstOrNone() is not { } known)
        {
            tables.Insert(item);
            return true;
        }

        if (known.Temporary is not null)
        {
            return null;
        }

        tables.Update(item with { Number = known.Number, AwayAt = known.AwayAt });
        return false;
    }
}

/// <summary>Makes records of rows, and collects what is wrong with them.</summary>
internal sealed class ImportRowReader(IReadOnlyList<ImportFault> before)
{
    private readonly List<ImportFault> _faults = [.. before];

    /// <summary>What is wrong, as far as it is told.</summary>
    public IReadOnlyList<ImportFault> Faults => _faults;

    /// <summary>Adds a fault.</summary>
    public void Fault(int line, string? field, string text)
    {
        if (_faults.Count < CirculationLimits.ImportFaults)
        {
            _faults.Add(new ImportFault(line, field, text));
        }
    }

    /// <summary>A patron of ours.</summary>
    public LibraryPatron Patron(ImportRow row)
    {
        var ids = new[] { row.Fields.GetValueOrDefault("id") ?? "" }.Concat(Many(row, "ids"))
            .DistinctBy(CirculationKey.Plain).Select(id => new PatronId(id)).ToArray();
        if (!row.Fields.ContainsKey("id"))
        {
            Fault(row.Line, "id", "Every patron has a number.");
        }

        if (row.Fields.GetValueOrDefault("pin")?.Length > CirculationLimits.PinChars)
        {
            Fault(row.Line, "pin", $"A PIN has {CirculationLimits.PinChars} characters at most.");
        }

        var record = Record(row, ids);
        if (row.Fields.ContainsKey("id") && CirculationLimits.Fault(record) is { } fault)
        {
            Fault(row.Line, null, fault);
        }

        return new LibraryPatron { Kind = PatronKind.Own, Record = record };
    }

    /// <summary>An item of ours.</summary>
    public LibraryItem Item(ImportRow row, IReadOnlyDictionary<string, ItemStatus> conditions)
    {
        var fields = row.Fields;
        var barcode = fields.GetValueOrDefault("barcode") ?? "";
        if (!CirculationLimits.IsNumber(barcode))
        {
            Fault(row.Line, "barcode", $"Every item has a barcode of {CirculationLimits.NumberChars} characters at most.");
        }

        return new LibraryItem
        {
            Barcode = barcode, CallNumber = fields.GetValueOrDefault("callNumber"),
            Location = fields.GetValueOrDefault("location"), Owner = fields.GetValueOrDefault("owner"),
            DoesNotCirculate = Truth(row, "doesNotCirculate"), Condition = Condition(row, conditions), Pieces = Pieces(row),
            Restrictions = [.. Many(row, "restrictions").Take(CirculationLimits.RestrictionsPerItem)],
            Citation = new Citation
            {
                Title = fields.GetValueOrDefault("title"), Subtitle = fields.GetValueOrDefault("subtitle"),
                Author = fields.GetValueOrDefault("author"), Publisher = fields.GetValueOrDefault("publisher"),
                PublicationDate = fields.GetValueOrDefault("year"), Edition = fields.GetValueOrDefault("edition"),
                Isbn = fields.GetValueOrDefault("isbn"), Issn = fields.GetValueOrDefault("issn"),
                OclcNumber = fields.GetValueOrDefault("oclcNumber"),
            },
        };
    }

    /// <summary>Complains about a key that stands twice.</summary>
    public void CheckUnique(IReadOnlyList<ImportRow> rows, string field)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Fields.TryGetValue(field, out var value) && !seen.Add(CirculationKey.Plain(value)))
            {
                Fault(row.Line, field, "An earlier row has the same one.");
            }
        }
    }

    private static string[] Many(ImportRow row, string field) => row.Fields.GetValueOrDefault(field)?.Split(
        '|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private PatronRecord Record(ImportRow row, IReadOnlyList<PatronId> ids)
    {
        var fields = row.Fields;
        return new PatronRecord
        {
            Ids = ids, Name = fields.GetValueOrDefault("name"), GivenName = fields.GetValueOrDefault("givenName"),
            Surname = fields.GetValueOrDefault("surname"), Group = fields.GetValueOrDefault("group"),
            Email = fields.GetValueOrDefault("email"), Phone = fields.GetValueOrDefault("phone"), Postal = Postal(fields),
            BornOn = Day(row, "bornOn"), Languages = Many(row, "languages"), ValidFrom = Day(row, "validFrom"),
            ValidUntil = Day(row, "validUntil"), Blocks = [.. Many(row, "blocks").Select(code => new PatronBlock(code))],
        };
    }

    private static PostalAddress? Postal(IReadOnlyDictionary<string, string> fields)
    {
        var address = new PostalAddress
        {
            Street = fields.GetValueOrDefault("street"), PostalCode = fields.GetValueOrDefault("postalCode"),
            City = fields.GetValueOrDefault("city"), Region = fields.GetValueOrDefault("region"),
            Country = fields.GetValueOrDefault("country"),
        };
        return address == new PostalAddress() ? null : address;
    }

    private DateOnly? Day(ImportRow row, string field)
    {
        if (row.Fields.GetValueOrDefault(field) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Fault(row.Line, field, "This is no day; write it like 2026-03-31.");
        return null;
    }

    private bool Truth(ImportRow row, string field)
    {
        var text = row.Fields.GetValueOrDefault(field)?.ToUpperInvariant();
        if (text is not (null or "TRUE" or "FALSE" or "1" or "0" or "YES" or "NO"))
        {
            Fault(row.Line, field, "Write true or false.");
        }

        return text is "TRUE" or "1" or "YES";
    }

    private ItemStatus? Condition(ImportRow row, IReadOnlyDictionary<string, ItemStatus> conditions)
    {
        if (row.Fields.GetValueOrDefault("condition") is not { } text)
        {
            return null;
        }

        if (!conditions.TryGetValue(text, out var condition))
        {
            Fault(row.Line, "condition", $"Write one of {string.Join(", ", conditions.Keys)}.");
            return null;
        }

        return condition;
    }

    private int? Pieces(ImportRow row)
    {
        if (row.Fields.GetValueOrDefault("pieces") is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pieces) && pieces is > 0 and <= 9_999)
        {
            return pieces;
        }

        Fault(row.Line, "pieces", "This is no number from 1 to 9999.");
        return null;
    }
}
