namespace ActorIpc.SystemTests.Support;

/// <summary>A test that needs what only root may do: mount a file system, become another user, trace a process.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (Environment.UserName != "root")
            Skip = $"needs root (to mount a tmpfs, to become another user, to trace a process): user={Environment.UserName}";
    }
}
