using System.Reflection;
using System.Runtime.Loader;
using ActorIpc.StartProfile;

// StartProfile FOLDER HOME LIST OWN OTHERS, the last two with paths between semicolons:
// writes into FOLDER, for each assembly that has any, ASSEMBLY.mibc: the profile by which it is compiled ahead of time together with what the program runs while it starts, which is the methods of
// the list and the machinery of every async method of the program's own assemblies. HOME is preferred for what has no type of the program in it. All assemblies are those not yet compiled ahead of time.
// StartProfile learn LISTING... prints lines for the list, from listings of what the runtime compiled.
if (args is ["learn", _, ..])
{
    foreach (var line in JitListing.Read(args.Skip(1).SelectMany(File.ReadLines)))
        Console.WriteLine(line);
    return 0;
}
if (args.Length != 5)
{
    Console.Error.WriteLine("usage: StartProfile FOLDER HOME LIST OWN OTHERS | StartProfile learn LISTING...");
    return 64;
}
string folder = args[0], home = args[1];
string[] own = PathsOf(args[3]), others = PathsOf(args[4]);

var paths = own.Concat(others).ToDictionary(path => Path.GetFileNameWithoutExtension(path), Path.GetFullPath, StringComparer.OrdinalIgnoreCase);
AssemblyLoadContext.Default.Resolving += (context, name) => paths.TryGetValue(name.Name!, out var path) ? context.LoadFromAssemblyPath(path) : null;
var ownAssemblies = own.Select(Load).OrderBy(assembly => assembly.GetName().Name != home).ToList();
var programAssemblies = ownAssemblies.Concat(others.Select(Load)).ToList();
var searched = programAssemblies.Concat(Framework()).ToList();
var found = new Dictionary<string, Type?>(StringComparer.Ordinal);

var list = new MethodList(Find);
var methods = list.Read(File.ReadLines(args[2])).Concat(ownAssemblies.SelectMany(AsyncMethods.Of))
    .DistinctBy(method => $"{method.Owner}::{method.Definition}[{string.Join(',', method.Arguments)}]").ToList();
Directory.CreateDirectory(folder);
foreach (var old in Directory.EnumerateFiles(folder, "*.mibc"))
    File.Delete(old);
foreach (var group in methods.GroupBy(HomeOf))
    File.WriteAllBytes(Path.Combine(folder, $"{group.Key}.mibc"), [.. ProfileWriter.Write(group.Key, group)]);
Console.WriteLine($"start profile: {methods.Count} methods, {list.Unknown.Count} lines of the list name nothing of these versions");
return 0;

static string[] PathsOf(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

static Assembly Load(string path) => AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(path));

static IEnumerable<Assembly> Framework() => Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll").Order(StringComparer.Ordinal)
    .Select(path => Assembly.Load(new AssemblyName(Path.GetFileNameWithoutExtension(path))));

Type? Find(string name)
{
    if (!found.TryGetValue(name, out var type))
        found[name] = type = searched.Select(assembly => assembly.GetType(name)).FirstOrDefault(it => it is not null);
    return type;
}

// Code is compiled into the assembly whose types are its arguments: of several into that of the program's own, which stand on those of others; else into the last, which stands on those before.
// With arguments of the framework alone, into one that refers to what they come from.
string HomeOf(MethodUse method)
{
    var assemblies = method.Assemblies.ToList();
    var chosen = assemblies.FindLast(ownAssemblies.Contains) ?? assemblies.FindLast(programAssemblies.Contains)
        ?? programAssemblies.Find(program => assemblies.TrueForAll(needed => needed == typeof(object).Assembly || Refers(program, needed)));
    return chosen?.GetName().Name ?? home;
}

static bool Refers(Assembly program, Assembly needed) => Array.Exists(program.GetReferencedAssemblies(), reference => reference.Name == needed.GetName().Name);
