using System.Text.Json;
using System.Text.Json.Serialization;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Statuses;

/// <summary>Writes a node's state as <c>ps</c> prints it: in lower case.</summary>
internal sealed class NodeStateConverter() : JsonStringEnumConverter<NodeState>(JsonNamingPolicy.SnakeCaseLower);
