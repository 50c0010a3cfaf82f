using Microsoft.Win32.SafeHandles;

namespace ActorIpc.Nodes.Source;

/// <summary>Where the input is: a folder with everything in it, or one file of a folder.</summary>
internal sealed class InputPath
{
    private InputPath(string folder, string fileName)
    {
        Folder = folder;
        FileName = fileName;
    }

    /// <summary>The folder that relative paths begin at.</summary>
    public string Folder { get; }

    /// <summary>The one file in the folder; empty exactly when the whole folder is the input.</summary>
    public string FileName { get; }

    /// <summary>True when the input is a folder.</summary>
    public bool IsFolder => FileName.Length == 0;

    /// <summary>Looks whether a path is a file or a folder.</summary>
    /// <param name="path">The path, relative ones from the current directory.</param>
    /// <exception cref="InputException">There is neither.</exception>
    public static InputPath Of(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            return new InputPath(full, "");
        if (File.Exists(full))
            return new InputPath(Path.GetDirectoryName(full)!, Path.GetFileName(full));
        throw new InputException($"the input does not exist: wordcount.input={path}");
    }

    /// <summary>The full path of a file of the input.</summary>
    /// <param name="relative">Its path as the manifest has it.</param>
    public string PathOf(string relative) => Path.Join(Folder, relative);

    /// <summary>Opens a file to read it, whoever writes it meanwhile: the stamp tells.</summary>
    /// <param name="fullPath">The file's full path.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static SafeFileHandle Open(string fullPath) =>
        File.OpenHandle(fullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
