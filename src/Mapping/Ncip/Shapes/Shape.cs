using System.Globalization;
using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>How a value is read from an element and written into one.</summary>
internal abstract class Shape<TValue>
{
    /// <summary>Reads a value; false when the element says nothing, or nothing that can be read, which then is
    /// noted.</summary>
    public abstract bool TryRead(XmlPart part, NcipReading reading, out TValue value);

    /// <summary>Writes a value. The name is that of version 2.</summary>
    public abstract void Write(NcipWriting writing, string name, TValue value);

    /// <summary>Writes what stands for a value that is mandatory and missing; false when nothing can.</summary>
    public virtual bool TryWriteEmpty(NcipWriting writing, string name) => false;
}

/// <summary>A text of people; or one that is a number or name and has to come out as it went in.</summary>
internal sealed class TextShape(bool isFree) : Shape<string>
{
    public override bool TryRead(XmlPart part, NcipReading reading, out string value)
    {
        value = isFree ? part.Text.Trim() : part.Text;
        if (value.Length == 0 && part.Children.Count > 0)
        {
            // A peer of version 1 sends Scheme and Value also where the DTD has a text.
            value = part.Child("Value")?.Text ?? "";
        }

        return !value.AsSpan().IsWhiteSpace();
    }

    public override void Write(NcipWriting writing, string name, string value)
    {
        if (isFree)
            writing.FreeText(name, value);
        else
            writing.Element(name, value);
    }

    public override bool TryWriteEmpty(NcipWriting writing, string name)
    {
        writing.Element(name, "");
        return true;
    }
}

/// <summary>A text that never shows in a log, nor can be found out from a digest: a PIN has too few digits to hide in one.
/// </summary>
internal sealed class SecretShape : Shape<NcipSecret>
{
    public override bool TryRead(XmlPart part, NcipReading reading, out NcipSecret value)
    {
        value = new NcipSecret(part.Text);
        return part.Text.Length > 0;
    }

    public override void Write(NcipWriting writing, string name, NcipSecret value) =>
        writing.Element(name, writing.IsForDigest ? value.ToString() : value.Value);

    public override bool TryWriteEmpty(NcipWriting writing, string name)
    {
        writing.Element(name, "");
        return true;
    }
}

/// <summary>A value with its scheme, in the form of either version.</summary>
internal sealed class CodeShape : Shape<NcipCode>
{
    public override bool TryRead(XmlPart part, NcipReading reading, out NcipCode value)
    {
        var scheme = part.Attribute("Scheme") ?? part.Child("Scheme")?.Text;
        var text = part.Child("Value")?.Text ?? part.Text;
        value = new NcipCode(
            string.IsNullOrWhiteSpace(text) ? "" : text, string.IsNullOrWhiteSpace(scheme) ? null : scheme);
        return value.Value.Length > 0 || value.Scheme is not null;
    }

    public override void Write(NcipWriting writing, string name, NcipCode value) =>
        writing.Code(NcipNames.Written(name, writing.Version), value);

    public override bool TryWriteEmpty(NcipWriting writing, string name)
    {
        var written = NcipNames.Written(name, writing.Version);
        if (writing.IsV1)
        {
            // Not the scheme of a list: what is empty in both parts is read as missing again.
            writing.Open(written);
            writing.Element("Scheme", "");
            writing.Element("Value", "");
            writing.Close(written);
        }
        else
        {
            writing.Element(written, "");
        }

        return true;
    }
}

/// <summary>A date.</summary>
internal sealed class DateShape : Shape<NcipDate>
{
    public override bool TryRead(XmlPart part, NcipReading reading, out NcipDate value)
    {
        value = NcipDate.Read(part.Text)!;
        if (value is null && !part.Text.AsSpan().IsWhiteSpace())
            reading.Unreadable(part, "date");
        return value is not null;
    }

    public override void Write(NcipWriting writing, string name, NcipDate value) =>
        writing.Element(name, value.ToString());
}

/// <summary>A whole number from a smallest one on.</summary>
internal sealed class NumberShape(int min) : Shape<int>
{
    public override bool TryRead(XmlPart part, NcipReading reading, out int value)
    {
        bool isRead = int.TryParse(
            part.Text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= min;
        if (!isRead && !part.Text.AsSpan().IsWhiteSpace())
            reading.Unreadable(part, $"whole number from {min} on");
        return isRead;
    }

    public override void Write(NcipWriting writing, string name, int value)
    {
        if (value < min)
            writing.Default(name, $"{min} stands for less than it");
        writing.Element(name, Math.Max(value, min).ToString(CultureInfo.InvariantCulture));
    }

    public override bool TryWriteEmpty(NcipWriting writing, string name)
    {
        writing.Element(name, min.ToString(CultureInfo.InvariantCulture));
        return true;
    }
}

/// <summary>An amount of money.</summary>
internal sealed class AmountShape : Shape<NcipAmount>
{
    private static readonly CodeShape Currency = new();

    public override bool TryRead(XmlPart part, NcipReading reading, out NcipAmount value)
    {
        value = null!;
        var number = part.Child("MonetaryValue");
        if (number is null || !long.TryParse(
            number.Text.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long minor))
        {
            reading.Unreadable(number ?? part, "amount in the smallest unit of its currency");
            return false;
        }

        var code = part.Child("CurrencyCode");
        NcipCode? currency = code is not null && Currency.TryRead(code, reading, out var read) ? read : null;
        value = new NcipAmount(currency, minor);
        return true;
    }

    public override void Write(NcipWriting writing, string name, NcipAmount value)
    {
        writing.Open(name);
        if (value.Currency is { } currency)
            Currency.Write(writing, "CurrencyCode", currency);
        else
            Currency.TryWriteEmpty(writing, "CurrencyCode");
        writing.Element("MonetaryValue", value.MinorUnits.ToString(CultureInfo.InvariantCulture));
        writing.Close(name);
    }

    public override bool TryWriteEmpty(NcipWriting writing, string name)
    {
        Write(writing, name, new NcipAmount(null, 0));
        return true;
    }
}
