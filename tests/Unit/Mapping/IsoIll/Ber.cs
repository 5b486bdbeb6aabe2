namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

/// <summary>Octets by hand, for messages that no writer makes.</summary>
internal static class Ber
{
    /// <summary>An element with the identifier octets given in hexadecimal and a definite length.</summary>
    public static byte[] Of(string identifier, params byte[][] content)
    {
        byte[] inner = [.. content.SelectMany(part => part)];
        byte[] length = inner.Length switch
        {
            < 0x80 => [(byte)inner.Length],
            < 0x100 => [0x81, (byte)inner.Length],
            < 0x10000 => [0x82, (byte)(inner.Length >> 8), (byte)inner.Length],
            _ => [0x83, (byte)(inner.Length >> 16), (byte)(inner.Length >> 8), (byte)inner.Length],
        };
        return [.. Convert.FromHexString(identifier), .. length, .. inner];
    }

    public static byte[] Of(string identifier, string text) =>
        Of(identifier, System.Text.Encoding.UTF8.GetBytes(text));

    public static byte[] Hex(string hex) => Convert.FromHexString(hex);

    /// <summary>A Cancel with a good header and the given components behind it.</summary>
    public static byte[] Cancel(params byte[][] components) => Apdu("66", components);

    public static byte[] Apdu(string tag, params byte[][] components) =>
        Of(tag, Of("30", [Hex("800102"), TransactionId, ServiceDateTime, .. components]));

    public static byte[] TransactionId { get; } =
        Of("A1", Of("A1", Of("1B", "G1")), Of("A2", Of("1B", "T1")));

    public static byte[] ServiceDateTime { get; } =
        Of("A2", Of("A0", Of("80", "20240105"), Of("81", "130000")));

    /// <summary>requester-note with the given ILL-String.</summary>
    public static byte[] Note(byte[] text) => Of("BF2E", text);
}
