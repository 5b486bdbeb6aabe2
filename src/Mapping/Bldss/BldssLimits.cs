using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Bldss;

/// <summary>What is read and written at most.</summary>
public static class BldssLimits
{
    /// <summary>Octets of an answer: 1 MiB. A list of 200 orders with their history has a third of it.</summary>
    public const int MaxAnswerOctets = 1024 * 1024;

    /// <summary>Octets of a callback: one event has less than 1 KiB.</summary>
    public const int MaxCallbackOctets = 64 * 1024;

    /// <summary>Orders of one list that are looked at.</summary>
    public const int MaxOrders = 500;

    /// <summary>Events of one order that are looked at; an order has some ten.</summary>
    public const int MaxEvents = 100;

    /// <summary>Characters of one text that is kept or sent.</summary>
    public const int MaxText = 500;

    internal static XmlLimits Xml { get; } = new(MaxAnswerOctets, MaxNodes: 100_000, MaxDepth: 32);
}
