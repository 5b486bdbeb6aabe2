using System.Text;

namespace ResourceSharing.Mapping.ArtEmail;

/// <summary>The text of a mail with orders: account, authorisation code, the orders, NNNN.</summary>
public static class ArtEmailFile
{
    /// <summary>Writes it.</summary>
    /// <param name="account">The customer's code.</param>
    /// <param name="authorisation">The authorisation code, or what stands for it where it must not be seen.</param>
    /// <param name="orders">Orders as <see cref="ArtEmailOrderWriter"/> writes them, in their order.</param>
    public static string Write(string account, string authorisation, IEnumerable<string> orders)
    {
        ArgumentNullException.ThrowIfNull(orders);
        var text = new StringBuilder($"{account}\n{authorisation}\n").Append(ArtEmailOrderWriter.Gap);
        foreach (var order in orders)
            text.Append(order).Append(ArtEmailOrderWriter.Gap);
        return text.Append("NNNN\n").ToString();
    }
}
