using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ActorIpc.Messages.Control;

namespace ActorIpc.Nodes.Generic;

/// <summary>Chooses the public constructor that takes what was written.</summary>
internal static class ConstructorChoice
{
    /// <summary>Chooses it. Constructors that take exactly as many arguments come before those that fill in the rest by themselves.</summary>
    /// <param name="type">The type to make.</param>
    /// <param name="arguments">What was written.</param>
    /// <param name="values">What the constructor is called with, when the result is true.</param>
    /// <param name="problem">Why none or several fit, with what there is, when the result is false; in one line.</param>
    public static bool TryChoose(Type type, IReadOnlyList<ActorArgument> arguments, out object?[] values, [NotNullWhen(false)] out string? problem)
    {
        var constructors = type.GetConstructors();
        var fitting = new List<(ConstructorInfo Constructor, object?[] Values)>();
        var reasons = new List<string>();
        foreach (var constructor in constructors)
        {
            if (TryFit(constructor, arguments, out var fit, out var reason))
                fitting.Add((constructor, fit));
            else
                reasons.Add($"{Signature(constructor)}: {reason}");
        }
        var exact = fitting.Where(fit => fit.Constructor.GetParameters().Length == arguments.Count).ToList();
        var chosen = exact.Count > 0 ? exact : fitting;
        values = chosen.Count == 1 ? chosen[0].Values : [];
        var written = $"[{string.Join(", ", arguments)}]";
        problem = chosen.Count switch
        {
            1 => null,
            0 when constructors.Length == 0 => $"the actor has no public constructor: type={type}",
            0 => $"no constructor takes the arguments: type={type} arguments={written}: {string.Join("; ", reasons)}",
            _ => $"several constructors take the arguments: type={type} arguments={written}: {string.Join("; ", chosen.Select(fit => Signature(fit.Constructor)))}",
        };
        return problem is null;
    }

    private static bool TryFit(ConstructorInfo constructor, IReadOnlyList<ActorArgument> arguments, out object?[] values, [NotNullWhen(false)] out string? reason)
    {
        var parameters = constructor.GetParameters();
        values = new object?[parameters.Length];
        var needed = parameters.Count(parameter => !parameter.HasDefaultValue);
        if (arguments.Count < needed || arguments.Count > parameters.Length)
        {
            reason = FormattableString.Invariant($"takes {(needed == parameters.Length ? $"{needed}" : $"{needed} to {parameters.Length}")} arguments, not {arguments.Count}");
            return false;
        }
        for (var i = 0; i < parameters.Length; i++)
        {
            if (i >= arguments.Count)
                values[i] = parameters[i].DefaultValue;
            else if (!ArgumentConversion.TryConvert(arguments[i], parameters[i].ParameterType, out values[i], out var problem))
            {
                reason = $"{parameters[i].Name}={arguments[i]} ({Name(parameters[i].ParameterType)}): {problem}";
                return false;
            }
        }
        reason = null;
        return true;
    }

    private static string Signature(ConstructorInfo constructor) =>
        $"{constructor.DeclaringType!.Name}({string.Join(", ", constructor.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"))})";

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } value ? $"{value.Name}?" : type.ToString().StartsWith("System.", StringComparison.Ordinal) && !type.IsGenericType ? type.Name : type.ToString();
}
