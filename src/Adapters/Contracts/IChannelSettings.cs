namespace ResourceSharing.Adapters.Contracts;

/// <summary>
/// The settings that one protocol needs to reach one partner: what stands under <c>channel:</c> in the
/// partner's file, next to <c>type</c>. Each protocol has one immutable record that implements this marker;
/// the composition root registers it under the name of the channel type, so that the configuration names no
/// protocol.
/// </summary>
public interface IChannelSettings;
