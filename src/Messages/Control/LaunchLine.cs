using System.Text.Json;

namespace ActorIpc.Messages.Control;

/// <summary>
/// Reads the launch line's JSON. By hand: a node that starts has to wait for the machinery of <see cref="JsonSerializer"/> to be set up, 40 ms, generated reader or not.
/// Properties it does not know are skipped.
/// </summary>
internal static class LaunchLine
{
    /// <summary>Reads it.</summary>
    /// <param name="line">The line.</param>
    /// <exception cref="JsonException">It is no JSON, a property is missing, or of another type.</exception>
    public static Launch Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        var launch = document.RootElement;
        Expect(launch, JsonValueKind.Object, "launch line");
        return new Launch(
            Number(launch, nameof(Launch.ProtocolVersion)),
            Text(launch, nameof(Launch.Cookie)),
            Number(launch, nameof(Launch.HostPid)),
            Text(launch, nameof(Launch.HostAddress)),
            Text(launch, nameof(Launch.SystemName)),
            Text(launch, nameof(Launch.Hocon)),
            Optional(launch, nameof(Launch.Actor)) is { } actor ? ReadActor(actor) : null,
            Optional(launch, nameof(Launch.UsedPorts)) is { } ports ? Array(ports, nameof(Launch.UsedPorts), port => NumberOf(port, nameof(Launch.UsedPorts))) : null,
            Optional(launch, nameof(Launch.DeathMark)) is { } mark ? ReadMark(mark) : null);
    }

    private static ActorLaunch ReadActor(JsonElement actor)
    {
        Expect(actor, JsonValueKind.Object, nameof(Launch.Actor));
        return new ActorLaunch(
            Text(actor, nameof(ActorLaunch.Type)),
            Text(actor, nameof(ActorLaunch.AssemblyPath)),
            Array(Required(actor, nameof(ActorLaunch.Arguments)), nameof(ActorLaunch.Arguments), ReadArgument),
            Text(actor, nameof(ActorLaunch.Name)),
            OptionalText(actor, nameof(ActorLaunch.Protocol)));
    }

    private static DeathMarkPlace ReadMark(JsonElement mark)
    {
        Expect(mark, JsonValueKind.Object, nameof(Launch.DeathMark));
        return new DeathMarkPlace(Text(mark, nameof(DeathMarkPlace.Path)), Number(mark, nameof(DeathMarkPlace.Index)));
    }

    private static ActorArgument ReadArgument(JsonElement argument)
    {
        Expect(argument, JsonValueKind.Object, nameof(ActorLaunch.Arguments));
        return new ActorArgument(
            OptionalText(argument, nameof(ActorArgument.Text)),
            OptionalText(argument, nameof(ActorArgument.Type)),
            Optional(argument, nameof(ActorArgument.Items)) is { } items ? Array(items, nameof(ActorArgument.Items), ReadArgument) : null);
    }

    private static JsonElement? Optional(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static JsonElement Required(JsonElement holder, string name) => Optional(holder, name) ?? throw new JsonException($"{name} is missing");

    private static string Text(JsonElement holder, string name) => TextOf(Required(holder, name), name);

    private static string? OptionalText(JsonElement holder, string name) => Optional(holder, name) is { } value ? TextOf(value, name) : null;

    private static string TextOf(JsonElement value, string name)
    {
        Expect(value, JsonValueKind.String, name);
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException($"{name} is no text: {e.Message}", e); // Half a surrogate pair, escaped.
        }
    }

    private static int Number(JsonElement holder, string name) => NumberOf(Required(holder, name), name);

    private static int NumberOf(JsonElement value, string name)
    {
        Expect(value, JsonValueKind.Number, name);
        return value.TryGetInt32(out var number) ? number : throw new JsonException($"{name} must be a 32-bit integer: value={value.GetRawText()}");
    }

    private static T[] Array<T>(JsonElement list, string name, Func<JsonElement, T> read)
    {
        Expect(list, JsonValueKind.Array, name);
        var items = new T[list.GetArrayLength()];
        for (var i = 0; i < items.Length; i++)
            items[i] = read(list[i]);
        return items;
    }

    private static void Expect(JsonElement value, JsonValueKind kind, string name)
    {
        if (value.ValueKind != kind)
            throw new JsonException($"{name} must be a JSON {kind}: kind={value.ValueKind}");
    }
}
