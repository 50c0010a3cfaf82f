namespace ActorIpc.Hosting.Runs;

/// <summary>One thing the doctor has looked at.</summary>
/// <param name="Level">How it is.</param>
/// <param name="Subject">What was looked at, such as <c>runtime directory</c> or <c>host trial</c>.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Fix">What to do about it; empty when nothing is to be done.</param>
public sealed record Finding(FindingLevel Level, string Subject, string Text, string Fix = "");

/// <summary>How a thing is that the doctor has looked at.</summary>
public enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>Wrong.</summary>
    Problem,

    /// <summary>It was wrong and has been put right.</summary>
    Fixed,
}
