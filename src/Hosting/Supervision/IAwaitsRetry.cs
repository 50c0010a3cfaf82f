namespace ActorIpc.Hosting.Supervision;

/// <summary>Something in a tree that has asked for a <see cref="RetryDue"/>.</summary>
internal interface IAwaitsRetry
{
    /// <summary>The time has come; settling follows.</summary>
    void RetryNow();
}
