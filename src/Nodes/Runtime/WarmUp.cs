using ActorIpc.Channels;
using ActorIpc.Links;
using ActorIpc.Messages.Control;
using ActorIpc.Nodes.Directories;
using ActorIpc.Remoting.Serializers;
using ActorIpc.Remoting.Transports;
using Akka.Actor;

namespace ActorIpc.Nodes;

/// <summary>
/// What a standby does while it waits, so that the takeover finds it done: what a node does once in its life, the first time, is slow (code is compiled, serializers are
/// built, assemblies loaded).
/// </summary>
internal static class WarmUp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Does it. Nothing is left of it but what every node has.</summary>
    /// <param name="system">The standby's actor system.</param>
    public static async Task RunAsync(ActorSystem system)
    {
        _ = NodeDirectory.Get(system);
        _ = CoordinatedShutdown.Get(system);
        foreach (var message in ControlMessages.Examples)
        {
            var serializer = system.Serialization.FindSerializerFor(message);
            _ = system.Serialization.Deserialize(serializer.ToBinary(message), serializer.Identifier, Akka.Serialization.Serialization.ManifestFor(serializer, message));
        }
        if (system.Serialization.FindSerializerForType(typeof(object)) is HyperionSerializer hyperion)
            hyperion.PrepareMessages();
        await UseAChannelAsync(system).ConfigureAwait(false);
    }

    /// <summary>Both ends of a channel that follows restarts, on links that end with it; each end listens once and connects once.</summary>
    private static async Task UseAChannelAsync(ActorSystem system)
    {
        using var links = new LinkRuntime(SystemLinks.For(system).Options);
        var options = new IpcChannelOptions<ContractPart> { Links = links, OnPeerDown = OnPeerDown.Resume, WaitForPeer = Patience, CloseTimeout = Patience };
        var name = $"warm-up/{links.Instance:N}";
        var item = new ContractPart("", "", "", "");
        await using (var reader = IpcChannel.OpenReader(name + "/1", options))
        await using (var writer = await IpcChannel.ConnectWriterAsync(name + "/1", options).ConfigureAwait(false))
            await PassAsync(item, writer, reader).ConfigureAwait(false);
        await using (var writer = IpcChannel.OpenWriter(name + "/2", options))
        await using (var reader = await IpcChannel.ConnectReaderAsync(name + "/2", options).ConfigureAwait(false))
            await PassAsync(item, writer, reader).ConfigureAwait(false);
    }

    private static async Task PassAsync(ContractPart item, IpcChannelWriter<ContractPart> writer, IpcChannelReader<ContractPart> reader)
    {
        using var patience = new CancellationTokenSource(Patience);
        await writer.WriteAsync(item, patience.Token).ConfigureAwait(false);
        writer.Complete();
        await foreach (var _ in reader.ReadAllAsync(patience.Token).ConfigureAwait(false))
            reader.Acknowledge();
        await writer.Completion.WaitAsync(Patience).ConfigureAwait(false);
    }
}
