using System.Globalization;

namespace ActorIpc.Messages.Control;

/// <summary>
/// One argument of an actor's constructor as it is written: a text, which becomes what the parameter wants, or a list of arguments, for an array. Without either it is null.
/// </summary>
/// <param name="Text">The text, in the invariant culture; null for a list and for null.</param>
/// <param name="Type">The full name of the type it had in code, and which the parameter must have; null when it was written by hand and may become anything.</param>
/// <param name="Items">The arguments of a list; null when it is none.</param>
public sealed record ActorArgument(string? Text, string? Type = null, ActorArgument[]? Items = null)
{
    /// <summary>The deepest lists may be nested.</summary>
    private const int MaximumDepth = 8;

    /// <summary>Writes a value.</summary>
    /// <param name="value">
    /// Null, a string, a number, <see cref="bool"/>, <see cref="char"/>, an enum, <see cref="TimeSpan"/>, <see cref="DateTime"/>, <see cref="DateTimeOffset"/>, <see cref="Guid"/>,
    /// <see cref="Uri"/>, <see cref="System.Type"/>, or an array of these.
    /// </param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static ActorArgument Of(object? value) => Of(value, 0);

    /// <summary>As it is written in a topology, for messages.</summary>
    public override string ToString() => Items is null ? Written(Text) : $"[{string.Join(", ", Items.AsEnumerable())}]";

    private static string Written(string? text) => text is null ? "null" : text.Length > 0 && text.All(letter => !char.IsWhiteSpace(letter) && letter is not (',' or '[' or ']' or '"')) ? text : $"\"{text}\"";

    private static ActorArgument Of(object? value, int depth) => value switch
    {
        null => new ActorArgument(null, null),
        string text => new ActorArgument(text, typeof(string).FullName),
        bool flag => new ActorArgument(flag ? "true" : "false", typeof(bool).FullName),
        char letter => new ActorArgument(letter.ToString(), typeof(char).FullName),
        Enum constant => new ActorArgument(constant.ToString(), constant.GetType().FullName),
        byte or sbyte or short or ushort or int or uint or long or ulong or decimal => Plain((IFormattable)value, null),
        float or double => Plain((IFormattable)value, "R"),
        TimeSpan => Plain((IFormattable)value, "c"),
        DateTime or DateTimeOffset => Plain((IFormattable)value, "O"),
        Guid => Plain((IFormattable)value, "D"),
        Uri uri => new ActorArgument(uri.OriginalString, typeof(Uri).FullName),
        Type type => new ActorArgument(
            type.AssemblyQualifiedName ?? throw new ArgumentException($"a type argument must be closed: type={type}", nameof(value)), typeof(Type).FullName),
        Array { Rank: 1 } list when depth < MaximumDepth => new ActorArgument(null, null, [.. list.Cast<object?>().Select(item => Of(item, depth + 1))]),
        _ => throw new ArgumentException(
            "an argument of an actor in another process is null, a string, number, bool, char, enum, TimeSpan, DateTime, DateTimeOffset, Guid, Uri, Type or an array of these: "
            + $"type={value.GetType()} value={value}",
            nameof(value)),
    };

    private static ActorArgument Plain(IFormattable value, string? format) => new(value.ToString(format, CultureInfo.InvariantCulture), value.GetType().FullName);
}
