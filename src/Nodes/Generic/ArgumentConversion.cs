using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ActorIpc.Messages.Control;
using Akka.Configuration;

namespace ActorIpc.Nodes.Generic;

/// <summary>Makes what a parameter wants of what was written. A value of a type it had in code becomes that type and no other.</summary>
internal static class ArgumentConversion
{
    private static readonly Dictionary<Type, Func<string, object?>> Readers = new()
    {
        [typeof(string)] = text => text,
        [typeof(object)] = text => text,
        [typeof(bool)] = text => text switch { "true" or "on" or "yes" => true, "false" or "off" or "no" => false, _ => null },
        [typeof(char)] = text => text.Length == 1 ? text[0] : null,
        [typeof(byte)] = text => byte.TryParse(text, NumberStyles.Integer, Invariant, out var value) ? value : null,
        [typeof(sbyte)] = text => sbyte.TryParse(text, NumberStyles.Integer, Invariant, out var value) ? value : null,
        [typeof(short)] = text => short.TryParse(text, NumberStyles.Integer, Invariant, out var value) ? value : null,
        [typeof(ushort)] = text => ushort.TryParse(text, NumberStyles.Integer, Invariant, out var value) ? value : null,
        [typeof(int)] = text => int.TryParse(text, NumberStyles.Integer, Invariant, out var value) ? value : null,
        [typeof(uint)] = text => uint.TryParse(text, NumberStyles.Integer, Invariant, out var value) ? value : null,
        [typeof(long)] = text => long.TryParse(text, NumberStyles.Integer, Invariant, out var value) ? value : null,
        [typeof(ulong)] = text => ulong.TryParse(text, NumberStyles.Integer, Invariant, out var value) ? value : null,
        [typeof(float)] = text => float.TryParse(text, NumberStyles.Float, Invariant, out var value) ? value : null,
        [typeof(double)] = text => double.TryParse(text, NumberStyles.Float, Invariant, out var value) ? value : null,
        [typeof(decimal)] = text => decimal.TryParse(text, NumberStyles.Float, Invariant, out var value) ? value : null,
        [typeof(TimeSpan)] = ReadDuration,
        [typeof(DateTime)] = text => DateTime.TryParse(text, Invariant, DateTimeStyles.RoundtripKind, out var value) ? value : null,
        [typeof(DateTimeOffset)] = text => DateTimeOffset.TryParse(text, Invariant, DateTimeStyles.AssumeUniversal, out var value) ? value : null,
        [typeof(Guid)] = text => Guid.TryParse(text, out var value) ? value : null,
        [typeof(Uri)] = text => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var value) ? value : null,
        [typeof(Type)] = text => Type.GetType(text),
    };

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    /// <summary>Converts an argument.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="wanted">The type of the parameter.</param>
    /// <param name="value">The value, when the result is true.</param>
    /// <param name="problem">Why it is none, when the result is false.</param>
    public static bool TryConvert(ActorArgument argument, Type wanted, out object? value, [NotNullWhen(false)] out string? problem)
    {
        (value, problem) = (null, null);
        if (argument is { Text: null, Items: null })
        {
            if (wanted.IsValueType && Nullable.GetUnderlyingType(wanted) is null)
                problem = "null is no value of it";
            return problem is null;
        }
        if (argument.Items is { } items)
            return TryConvertList(items, wanted, out value, out problem);
        var type = Nullable.GetUnderlyingType(wanted) ?? wanted;
        if (ElementOf(type) is not null)
            problem = "it is no list";
        else if (argument.Type is { } typed && typed != type.FullName && !(type == typeof(object) && FindReader(typed, out type)))
            problem = $"it is of another type: type={typed}";
        else if (type.IsEnum)
            value = ReadEnum(type, argument.Text!, out problem);
        else if (!Readers.TryGetValue(type, out var read))
            problem = "nothing that can be written becomes a value of it";
        else if ((value = read(argument.Text!)) is null)
            problem = "the text is no value of it";
        return problem is null;
    }

    private static bool TryConvertList(ActorArgument[] items, Type wanted, out object? value, [NotNullWhen(false)] out string? problem)
    {
        (value, problem) = (null, null);
        if (ElementOf(wanted) is not { } element)
        {
            problem = "it is a list";
            return false;
        }
        var list = Array.CreateInstance(element, items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            if (!TryConvert(items[i], element, out var item, out problem))
            {
                problem = string.Create(Invariant, $"[{i}]={items[i]}: {problem}");
                return false;
            }
            list.SetValue(item, i);
        }
        value = list;
        return true;
    }

    /// <summary>The type of the elements when an array can stand for the type; null when none can.</summary>
    private static Type? ElementOf(Type type)
    {
        if (type.IsSZArray)
            return type.GetElementType();
        return type is { IsInterface: true, IsGenericType: true } && type.GetGenericArguments() is [var element] && type.IsAssignableFrom(element.MakeArrayType()) ? element : null;
    }

    /// <summary>The type of a typed value for which the parameter takes anything.</summary>
    private static bool FindReader(string name, out Type type)
    {
        type = Readers.Keys.FirstOrDefault(known => known.FullName == name) ?? typeof(object);
        return type != typeof(object);
    }

    private static object? ReadEnum(Type type, string text, out string? problem)
    {
        var isFlags = type.IsDefined(typeof(FlagsAttribute), inherit: false);
        var isName = text.Length > 0 && (char.IsLetter(text[0]) || text[0] == '_');
        if (isName && Enum.TryParse(type, text, ignoreCase: true, out var value) && (isFlags || Enum.IsDefined(type, value!)))
        {
            problem = null;
            return value;
        }
        problem = $"it is one of {string.Join(" | ", Enum.GetNames(type))}";
        return null;
    }

    /// <summary>A duration as everywhere in HOCON, such as <c>200ms</c>, or as .NET writes it.</summary>
    private static object? ReadDuration(string text)
    {
        if (TimeSpan.TryParseExact(text, ["c", "g"], Invariant, out var exact) && text.Contains(':', StringComparison.Ordinal))
            return exact;
        try
        {
            var config = ConfigurationFactory.ParseString($"duration = \"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
            return text.Length > 0 && char.IsAsciiDigit(text[0]) ? config.GetTimeSpan("duration", null, allowInfinite: false) : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ConfigurationException or ArgumentException)
        {
            return null;
        }
    }
}
