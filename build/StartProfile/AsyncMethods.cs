using System.Reflection;
using System.Runtime.CompilerServices;

namespace ActorIpc.StartProfile;

/// <summary>
/// What the framework runs for the <c>async</c> methods of an assembly: the box that a state machine is put into when the method first waits. Its methods are virtual, so the compiler, which
/// follows calls, does not find them.
/// </summary>
internal static class AsyncMethods
{
    private static readonly Type? Box = typeof(AsyncTaskMethodBuilder<>).GetNestedType("AsyncStateMachineBox`1", BindingFlags.NonPublic);
    private static readonly Type? NoResult = typeof(object).Assembly.GetType("System.Threading.Tasks.VoidTaskResult");

    /// <summary>The methods of the boxes of all async methods.</summary>
    /// <param name="assembly">Where the methods are.</param>
    public static IEnumerable<MethodUse> Of(Assembly assembly)
    {
        if (Box is null || NoResult is null)
            yield break;
        foreach (var machine in TypesOf(assembly).Where(type => type.IsValueType && typeof(IAsyncStateMachine).IsAssignableFrom(type)))
        {
            var parameters = machine.GetGenericArguments();
            // For every reference type the code is the same; for each value type it is another, and which there will be is not known.
            if (ResultOf(machine) is not { } result || parameters.Any(parameter => parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint)))
                continue;
            var box = new TypeUse(Box, [result, new TypeUse(machine, [.. parameters.Select(_ => TypeUse.AnyReference)])]);
            foreach (var method in MethodUse.Of(box, null, []))
                yield return method;
        }
    }

    private static TypeUse? ResultOf(Type machine)
    {
        var builder = machine.GetField("<>t__builder", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)?.FieldType;
        if (builder is null)
            return null;
        return builder.IsGenericType ? TypeUse.AsArgument(builder.GetGenericArguments()[0]) : new TypeUse(NoResult!, []);
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
    }
}
