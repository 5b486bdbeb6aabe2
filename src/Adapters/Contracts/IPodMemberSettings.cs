using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Contracts;

/// <summary>Settings of a partner that belongs to a pod: libraries that lend to each other, among which this gateway chooses
/// the lender of each request. A member fetches what concerns it and is sent nothing.</summary>
public interface IPodMemberSettings : IChannelSettings
{
    /// <summary>Its code in the pod; no two members share one.</summary>
    string PodCode { get; }

    /// <summary>Whether it may ask.</summary>
    bool MayBorrow { get; }

    /// <summary>Whether it is asked.</summary>
    bool MayLend { get; }

    /// <summary>How many open requests it can work on at one time; its load is counted in parts of this.</summary>
    int Capacity { get; }

    /// <summary>How many hours it has for an answer before the next member is asked; null for no limit.</summary>
    int? AnswerWithinHours { get; }

    /// <summary>The file with its holdings, relative to the configuration folder; null for none.</summary>
    string? Holdings { get; }

    /// <summary>Why it does not supply such a thing, as the end of a sentence; null when it does.</summary>
    string? WhyNotSupplied(IllRequest content);
}
