namespace ResourceSharing.Gateway.Circulation;

/// <summary>The first of what was found.</summary>
internal static class FirstOfList
{
    /// <summary>The first one; null when the list is empty.</summary>
    public static T? FirstOrNone<T>(this IReadOnlyList<T> list)
        where T : class => list.Count > 0 ? list[0] : null;
}
