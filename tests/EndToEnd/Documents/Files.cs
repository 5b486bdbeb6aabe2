using System.Text;

namespace ResourceSharing.Tests.EndToEnd.Documents;

/// <summary>Invented files.</summary>
internal static class Files
{
    /// <summary>Something that begins as a PDF does, of so many octets.</summary>
    public static byte[] Pdf(int octets = 20_000, int seed = 1)
    {
        var file = new byte[octets];
        new Random(seed).NextBytes(file);
        Encoding.ASCII.GetBytes("%PDF-1.7\n").CopyTo(file, 0);
        return file;
    }
}
