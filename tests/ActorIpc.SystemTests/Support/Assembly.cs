using System.Runtime.Versioning;

// Processes, signals and procfs are what is tested here, on the platform where they are.
[assembly: SupportedOSPlatform("linux")]

// Each test starts several processes: one after the other leaves their timing theirs.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
