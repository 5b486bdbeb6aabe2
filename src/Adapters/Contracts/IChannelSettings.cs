namespace ResourceSharing.Adapters.Contracts;

/// <summary>
/// The <c>channel:</c> part of a partner's file, bound to the record of its protocol. Everyone but that protocol passes
/// it on without looking inside.
/// </summary>
public interface IChannelSettings;
