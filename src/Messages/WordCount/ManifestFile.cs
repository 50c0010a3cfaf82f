namespace ActorIpc.Messages.WordCount;

/// <summary>One file of the input as it was when the run began; a file that has become another since fails the job.</summary>
/// <param name="Path">The path relative to the input's folder, with '/'.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="ModifiedTicks">The modification time (UTC) in ticks of 100 ns.</param>
/// <param name="Inode">The inode; 0 where the system does not tell it.</param>
public sealed record ManifestFile(string Path, long Length, long ModifiedTicks, long Inode);
