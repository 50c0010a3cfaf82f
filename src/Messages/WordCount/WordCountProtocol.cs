namespace ActorIpc.Messages.WordCount;

/// <summary>Messages the source accepts: it reads the input and hands it out in chunks.</summary>
public interface ISource : IProtocol;

/// <summary>What a counter accepts, over its channel: it counts the words of one chunk at a time.</summary>
public interface ICounter : IProtocol;

/// <summary>Messages the collector accepts: it alone remembers, in its journal, what has been counted.</summary>
public interface ICollector : IProtocol;

/// <summary>The names by which the nodes of the word count find each other and their settings.</summary>
public static class WordCountProtocol
{
    /// <summary>Name of the one node that serves <see cref="ISource"/>.</summary>
    public const string SourceNode = "source";

    /// <summary>Name of the child spec whose instances are the counters.</summary>
    public const string CounterSpec = "counter";

    /// <summary>Name of the one node that serves <see cref="ICollector"/>.</summary>
    public const string CollectorNode = "collector";

    /// <summary>Configuration key of the run's id, made by the host; every message carries it and a foreign run's messages are ignored.</summary>
    public const string RunIdKey = "actoripc.run.id";

    /// <summary>A channel of each counter: it reads chunks from the source.</summary>
    public const string ChunksChannel = "chunks";

    /// <summary>A channel of each counter: it writes what it counted to the collector.</summary>
    public const string CountsChannel = "counts";

    /// <summary>The longest item of both channels, in bytes: the counts of the longest chunk, twice its length, and room for the rest of the item.</summary>
    public const int LongestItem = 4 * 1024 * 1024;
}
