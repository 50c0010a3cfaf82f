namespace ActorIpc.StartProfile;

/// <summary>
/// Reads a list of methods: one a line as <c>Type[Arguments]::Method[Arguments]</c>, by full names in metadata, for all overloads. Lines that begin with # are remarks.
/// </summary>
/// <param name="find">Finds a type by its full name.</param>
internal sealed class MethodList(Func<string, Type?> find)
{
    /// <summary>The lines whose type or method does not exist: that of another version of a library.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>The methods that the lines name.</summary>
    public IEnumerable<MethodUse> Read(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var methods = ReadLine(line);
            if (methods.Count == 0)
                Unknown.Add(line);
            foreach (var method in methods)
                yield return method;
        }
    }

    private List<MethodUse> ReadLine(string line)
    {
        var end = line.LastIndexOf("::", StringComparison.Ordinal);
        if (end < 0)
            return [];
        var position = 0;
        var owner = ReadType(line.AsSpan(0, end), ref position);
        var method = line.AsSpan(end + 2);
        var bracket = method.IndexOf('[');
        position = bracket;
        IReadOnlyList<TypeUse>? arguments = bracket < 0 ? [] : ReadArguments(method, ref position);
        return owner is null || arguments is null ? [] : [.. MethodUse.Of(owner, (bracket < 0 ? method : method[..bracket]).ToString(), arguments)];
    }

    private TypeUse? ReadType(ReadOnlySpan<char> text, ref int position)
    {
        var start = position;
        while (position < text.Length && text[position] is not ('[' or ']' or ','))
            position++;
        var definition = find(text[start..position].ToString());
        IReadOnlyList<TypeUse>? arguments = [];
        if (position + 1 < text.Length && text[position] == '[' && text[position + 1] != ']')
            arguments = ReadArguments(text, ref position);
        var isArray = position + 1 < text.Length && text[position] == '[';
        if (isArray)
            position += 2;
        if (definition is null || arguments is null || arguments.Count != definition.GetGenericArguments().Length)
            return null;
        return new TypeUse(definition, arguments, isArray);
    }

    private List<TypeUse>? ReadArguments(ReadOnlySpan<char> text, ref int position)
    {
        var arguments = new List<TypeUse>();
        var areKnown = true;
        do
        {
            position++;
            if (ReadType(text, ref position) is { } argument)
                arguments.Add(argument);
            else
                areKnown = false;
        }
        while (position < text.Length && text[position] == ',');
        position++;
        return areKnown ? arguments : null;
    }
}
