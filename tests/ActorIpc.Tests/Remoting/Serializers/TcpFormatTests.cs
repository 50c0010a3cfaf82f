using Akka.Configuration;

namespace ActorIpc.Tests.Remoting.Serializers;

/// <summary>By Akka.Remote's own TCP, with the provider Akka has.</summary>
public sealed class TcpFormatTests() : FormatTravelContract(ConfigurationFactory.ParseString("akka.actor.provider = remote"));
