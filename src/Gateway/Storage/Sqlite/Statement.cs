using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>
/// A statement that is prepared once and run many times. It binds spans without boxing or copying into
/// arrays, which a <see cref="SqliteCommand"/> cannot; parameters are numbered from 1, columns from 0.
/// Belongs to one thread.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int StackOctets = 512;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt prepared;

    public Statement(SqliteConnection connection, string sql)
    {
        this.database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(this.database, sql, raw.SQLITE_PREPARE_PERSISTENT, out this.prepared));
    }

    /// <summary>Rows that the last run changed.</summary>
    public int Changes => raw.sqlite3_changes(this.database);

    public Statement Set(int parameter, long? value)
    {
        Check(value is { } number
            ? raw.sqlite3_bind_int64(this.prepared, parameter, number)
            : raw.sqlite3_bind_null(this.prepared, parameter));
        return this;
    }

    /// <summary>Binds a named parameter, written with @ in the text; nothing where the text does not name it.</summary>
    public Statement Set(string name, object value)
    {
        var parameter = raw.sqlite3_bind_parameter_index(this.prepared, "@" + name);
        return parameter == 0 ? this
            : value is string text ? Set(parameter, text)
            : Set(parameter, Convert.ToInt64(value, CultureInfo.InvariantCulture));
    }

    public Statement Set(int parameter, string? value)
    {
        if (value is null)
        {
            return Set(parameter, (long?)null);
        }

        var maxOctets = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = maxOctets > StackOctets ? ArrayPool<byte>.Shared.Rent(maxOctets) : null;
        Span<byte> utf8 = rented ?? stackalloc byte[StackOctets];
        Check(raw.sqlite3_bind_text(this.prepared, parameter, utf8[..Encoding.UTF8.GetBytes(value, utf8)]));
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return this;
    }

    /// <summary>Binds octets; empty ones as NULL.</summary>
    public Statement SetOctets(int parameter, ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty
            ? raw.sqlite3_bind_null(this.prepared, parameter)
            : raw.sqlite3_bind_blob(this.prepared, parameter, value));
        return this;
    }

    /// <summary>Binds octets; empty ones as a value of no length.</summary>
    public Statement SetValue(int parameter, ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(this.prepared, parameter, 0)
            : raw.sqlite3_bind_blob(this.prepared, parameter, value));
        return this;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public int Run()
    {
        while (Step())
        {
            // A statement that writes and returns nothing is done after its first step.
        }

        Reset();
        return Changes;
    }

    /// <summary>The first row, or null.</summary>
    public T? First<T>(Func<Statement, T?> read)
    {
        try
        {
            return Step() ? read(this) : default;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>All rows.</summary>
    public List<T> All<T>(Func<Statement, T> read)
    {
        var rows = new List<T>();
        try
        {
            while (Step())
            {
                rows.Add(read(this));
            }
        }
        finally
        {
            Reset();
        }

        return rows;
    }

    /// <summary>Moves to the next row; false after the last one.</summary>
    /// <exception cref="SqliteException">The engine failed.</exception>
    public bool Step()
    {
        var code = raw.sqlite3_step(this.prepared);
        if (code == raw.SQLITE_ROW || code == raw.SQLITE_DONE)
        {
            return code == raw.SQLITE_ROW;
        }

        var failure = Failure(code);
        Reset();
        throw failure;
    }

    // The code of a reset repeats the error of the step before; it is not a new one.
    public void Reset() => _ = raw.sqlite3_reset(this.prepared);

    public bool IsNull(int column) => raw.sqlite3_column_type(this.prepared, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(this.prepared, column);

    public long? OptionalInt64(int column) => IsNull(column) ? null : Int64(column);

    public string Text(int column) => raw.sqlite3_column_text(this.prepared, column).utf8_to_string();

    public string? OptionalText(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The octets in place; valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Octets(int column) => raw.sqlite3_column_blob(this.prepared, column);

    public void Dispose() => this.prepared.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code);
        }
    }

    private SqliteException Failure(int code) => new(
        $"SQLite error {code}: {raw.sqlite3_errmsg(this.database).utf8_to_string()}",
        code & 0xFF,
        raw.sqlite3_extended_errcode(this.database));
}
