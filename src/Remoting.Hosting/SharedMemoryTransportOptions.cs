using System.Globalization;
using ActorIpc.Links;
using ActorIpc.Remoting.Transports;
using Akka.Configuration;

namespace ActorIpc.Remoting.Hosting;

/// <summary>What a program chooses by code; each stands for the HOCON key its documentation names.</summary>
public sealed class SharedMemoryTransportOptions
{
    /// <summary>True: no TCP port is opened and addresses are <c>akka.shm://...</c>; only this machine is reached. Default false: TCP for other machines, addresses as they are.</summary>
    public bool WithoutTcp { get; set; }

    /// <summary><c>akka.remote.shared-memory.hostname</c>: the host part of the address when there is no TCP; null: the default.</summary>
    public string? Hostname { get; set; }

    /// <summary><c>akka.remote.shared-memory.port</c>: the number in the address when there is no TCP; null: a free one.</summary>
    public int? Port { get; set; }

    /// <summary><c>akka.remote.shared-memory.maximum-payload-bytes</c> when there is no TCP (with TCP its frame limit holds); null: the default.</summary>
    public long? MaximumPayloadBytes { get; set; }

    /// <summary><c>actoripc.links.under-tls</c>: also where TLS is configured. Default false.</summary>
    public bool UnderTls { get; set; }

    /// <summary><c>actoripc.links</c>: what the links may use.</summary>
    public LinkOptions Links { get; set; } = new();

    /// <summary>The configuration that says the same.</summary>
    /// <exception cref="ArgumentException">The links' options break rules; all of them are named.</exception>
    public Config ToConfig()
    {
        if (Links.Validate() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join("; ", errors));
        var lines = new List<string> { $"actoripc.links.under-tls = {(UnderTls ? "on" : "off")}" };
        Add("hostname", Hostname is null ? null : $"\"{Hostname}\"");
        Add("port", Port?.ToString(CultureInfo.InvariantCulture));
        Add("maximum-payload-bytes", MaximumPayloadBytes?.ToString(CultureInfo.InvariantCulture));
        return ConfigurationFactory.ParseString(string.Join('\n', lines))
            .WithFallback(LinkSettings.ToConfig(Links))
            .WithFallback(WithoutTcp ? SharedMemoryConfig.WithoutTcp() : SharedMemoryConfig.Default());

        void Add(string key, string? value)
        {
            if (value is not null)
                lines.Add($"akka.remote.shared-memory.{key} = {value}");
        }
    }
}
