using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ActorIpc.Nodes.Generic;

/// <summary>
/// An assembly that is not part of this program, with what it needs beside it: by its <c>.deps.json</c>, and whatever lies in its folder. All of it is loaded into the one load context
/// of the program, so that a type, above all Akka's, is the same to everybody; what this program brings itself is not loaded a second time.
/// </summary>
internal sealed class UserAssembly
{
    private readonly string _folder;
    private readonly AssemblyDependencyResolver _resolver;

    private UserAssembly(string path)
    {
        _folder = Path.GetDirectoryName(path)!;
        _resolver = new AssemblyDependencyResolver(path);
    }

    /// <summary>Loads an assembly; from then on its dependencies are found.</summary>
    /// <param name="path">The absolute path of its file.</param>
    /// <exception cref="CannotStartException">There is none there, or it cannot be loaded.</exception>
    public static Assembly Load(string path)
    {
        if (!File.Exists(path))
            throw new CannotStartException($"there is no such assembly (is it built?): looked at={path}");
        try
        {
            var user = new UserAssembly(path);
            AssemblyLoadContext.Default.Resolving += user.Resolve;
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += user.ResolveNative;
            return AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"the assembly cannot be loaded: looked at={path} error={OneLine.Of(e.Message)}", e);
        }
    }

    private Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        var path = _resolver.ResolveAssemblyToPath(name) ?? Path.Combine(_folder, name.CultureName ?? "", $"{name.Name}.dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }

    private nint ResolveNative(Assembly assembly, string name)
    {
        var path = _resolver.ResolveUnmanagedDllToPath(name);
        if (path is not null && NativeLibrary.TryLoad(path, out var handle))
            return handle;
        foreach (var file in new[] { name, $"{name}.so", $"lib{name}.so", $"lib{name}" })
        {
            if (NativeLibrary.TryLoad(Path.Combine(_folder, file), out handle))
                return handle;
        }
        return 0;
    }
}
