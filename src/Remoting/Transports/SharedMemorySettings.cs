using Akka.Configuration;

namespace ActorIpc.Remoting.Transports;

/// <summary>The section <c>akka.remote.shared-memory</c>, checked.</summary>
/// <param name="Hostname">The host part of this system's address; a name only, nothing is looked up.</param>
/// <param name="Port">The number that tells the systems of one name apart; 0 takes a free one.</param>
/// <param name="MaximumPayload">The longest payload, in bytes.</param>
internal sealed record SharedMemorySettings(string Hostname, int Port, long MaximumPayload)
{
    private const string Section = "akka.remote.shared-memory";

    /// <summary>Reads the section.</summary>
    /// <param name="section">The section by itself, as Akka hands it to a transport.</param>
    /// <exception cref="ConfigurationException">It is not valid; every error is named with its path.</exception>
    public static SharedMemorySettings Read(Config section)
    {
        var problems = new List<(string Path, string Problem)>();
        var reader = new KeyReader(section.WithFallback(SharedMemoryConfig.WithoutTcp().GetConfig(Section)), Section, problems);
        var settings = new SharedMemorySettings(reader.Text("hostname"), reader.Number("port"), reader.Bytes("maximum-payload-bytes"));
        if (settings.Hostname.Length == 0 || Uri.CheckHostName(settings.Hostname) == UriHostNameType.Unknown)
            reader.Report("hostname", $"must be a host name: value={settings.Hostname}");
        if (settings.Port is < 0 or > 65535)
            reader.Report("port", $"must be 0 to 65535: value={settings.Port}");
        // Akka's own lowest limit for a frame.
        if (settings.MaximumPayload is < 32000 or > 512 * 1024 * 1024)
            reader.Report("maximum-payload-bytes", $"must be 32000 bytes to 512 MiB: value={settings.MaximumPayload}");
        return problems.Count == 0
            ? settings
            : throw new ConfigurationException(string.Join(Environment.NewLine, problems.Select(problem => $"{problem.Path}: {problem.Problem}")));
    }
}
