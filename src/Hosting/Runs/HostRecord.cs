using System.Text.Json;
using System.Text.Json.Serialization;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Runs;

/// <summary>
/// What a running host writes down about itself, so that other commands find it and a later host can clear away what a dead one left.
/// </summary>
/// <param name="Version">The version of this format, see <see cref="CurrentVersion"/>.</param>
/// <param name="Name">The topology's name.</param>
/// <param name="Host">The host's process.</param>
/// <param name="Topology">The path of the topology file; empty when the topology was made by code.</param>
/// <param name="RunId">The id of this run.</param>
/// <param name="JobFiles">Files of the job that the host removes when the tree has ended.</param>
/// <param name="Nodes">The live processes; each leads a process group of its own.</param>
internal sealed record HostRecord(
    int Version, string Name, ProcessIdentity Host, string Topology, string RunId, IReadOnlyList<string> JobFiles, IReadOnlyList<RecordedNode> Nodes)
{
    /// <summary>The version this code writes; a record of another version is left alone with a message.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Writes the record so that a reader sees the old one or the new one, whole.</summary>
    /// <param name="path">The record's path.</param>
    public void Write(string path)
    {
        var beside = path + ".new";
        File.WriteAllBytes(beside, JsonSerializer.SerializeToUtf8Bytes(this, HostRecordJson.Default.HostRecord));
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Reads a record; null when there is none or it is not one.</summary>
    /// <param name="path">The record's path.</param>
    public static HostRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), HostRecordJson.Default.HostRecord);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null; // Records are written whole: one that cannot be read tells nothing of live processes.
        }
    }
}

/// <summary>One live process of a host.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Incarnation">Its life.</param>
/// <param name="Process">The process, which leads a group of its own.</param>
internal sealed record RecordedNode(string Name, int Incarnation, ProcessIdentity Process);

/// <summary>The generated JSON reader and writer of <see cref="HostRecord"/>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(HostRecord))]
internal sealed partial class HostRecordJson : JsonSerializerContext;
