namespace ActorIpc.Messages.WordCount;

/// <summary>Messages the source accepts: it reads the input and hands it out in chunks.</summary>
public interface ISource : IProtocol;

/// <summary>Messages a counter accepts: it counts the words of one chunk at a time and keeps them until they are stored.</summary>
public interface ICounter : IProtocol;

/// <summary>Messages the collector accepts: it alone remembers, in its journal, what has been counted.</summary>
public interface ICollector : IProtocol;

/// <summary>The names by which the nodes of the word count find each other and their settings.</summary>
public static class WordCountProtocol
{
    /// <summary>Name of the one node that serves <see cref="ISource"/>.</summary>
    public const string SourceNode = "source";

    /// <summary>Name of the child spec whose instances serve <see cref="ICounter"/>.</summary>
    public const string CounterSpec = "counter";

    /// <summary>Name of the one node that serves <see cref="ICollector"/>.</summary>
    public const string CollectorNode = "collector";

    /// <summary>Configuration key of the run's id, made by the host; every message carries it and a foreign run's messages are ignored.</summary>
    public const string RunIdKey = "actoripc.run.id";
}
