using ActorIpc.Serialization;

namespace ActorIpc.Remoting.Serializers;

/// <summary>Whether the current thread is inside one of the actor library's own envelopes. Serializers call one another on one thread, so this is a matter of the call stack.</summary>
internal static class EnvelopeScope
{
    [ThreadStatic]
    private static int _depth;

    /// <summary>Where a value that is serialized now stands.</summary>
    public static MessagePlace Place => _depth > 0 ? MessagePlace.InEnvelope : MessagePlace.Alone;

    /// <summary>Runs a function inside an envelope.</summary>
    public static TResult Run<TState, TResult>(TState state, Func<TState, TResult> function)
    {
        _depth++;
        try
        {
            return function(state);
        }
        finally
        {
            _depth--;
        }
    }
}
