using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ActorIpc.StartProfile;

/// <summary>
/// Writes the file (.mibc) by which the ahead-of-time compiler is told of methods: an assembly with a method <c>AssemblyDictionary</c> that names an assembly to be compiled and a method whose
/// instructions load the tokens of those to compile into it. Described in the sources of crossgen2 (MIbcProfileParser) and of dotnet-pgo, which writes them from traces.
/// </summary>
internal sealed class ProfileWriter
{
    private readonly MetadataBuilder _metadata = new();
    private readonly MethodBodyStreamEncoder _bodies = new(new BlobBuilder());
    private readonly Dictionary<string, AssemblyReferenceHandle> _assemblies = [];
    private readonly Dictionary<Type, TypeReferenceHandle> _types = [];

    /// <summary>The content of the file.</summary>
    /// <param name="home">The assembly whose compiled form is to hold the methods.</param>
    /// <param name="methods">The methods.</param>
    public static ImmutableArray<byte> Write(string home, IEnumerable<MethodUse> methods) => new ProfileWriter().WriteFile(home, methods);

    private ImmutableArray<byte> WriteFile(string home, IEnumerable<MethodUse> methods)
    {
        _metadata.AddModule(0, _metadata.GetOrAddString("profile.dll"), _metadata.GetOrAddGuid(default), default, default);
        _metadata.AddAssembly(_metadata.GetOrAddString("profile"), new Version(1, 0, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        var tokens = new InstructionEncoder(new BlobBuilder());
        foreach (var method in methods)
            LoadAndPop(tokens, TokenOf(method));
        var dictionary = new InstructionEncoder(new BlobBuilder());
        dictionary.LoadString(_metadata.GetOrAddUserString(home + ";"));
        LoadAndPop(dictionary, AddMethod("Methods", tokens));
        AddMethod("AssemblyDictionary", dictionary);
        _metadata.AddTypeDefinition(default, default, _metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        // The same content for the same methods: a build can be repeated.
        var file = new ManagedPEBuilder(
            PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(_metadata), _bodies.Builder, deterministicIdProvider: _ => new BlobContentId(Guid.Empty, 1));
        var content = new BlobBuilder();
        file.Serialize(content);
        return content.ToImmutableArray();
    }

    private static void LoadAndPop(InstructionEncoder code, EntityHandle token)
    {
        code.OpCode(ILOpCode.Ldtoken);
        code.Token(token);
        code.OpCode(ILOpCode.Pop);
    }

    private MethodDefinitionHandle AddMethod(string name, InstructionEncoder code)
    {
        code.OpCode(ILOpCode.Ret);
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature().Parameters(0, result => result.Void(), _ => { });
        return _metadata.AddMethodDefinition(
            MethodAttributes.Public | MethodAttributes.Static, MethodImplAttributes.IL, _metadata.GetOrAddString(name), _metadata.GetOrAddBlob(signature), _bodies.AddMethodBody(code), default);
    }

    private EntityHandle TokenOf(MethodUse method)
    {
        var parameters = method.Definition.GetParameters();
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature(default, method.Arguments.Count, !method.Definition.IsStatic).Parameters(
            parameters.Length,
            result =>
            {
                if (method.Definition is not MethodInfo { ReturnType: var type } info || type == typeof(void))
                {
                    result.Void();
                    return;
                }
                AddModifiers(result.CustomModifiers(), info.ReturnParameter);
                Encode(result.Type(type.IsByRef), type);
            },
            list =>
            {
                foreach (var parameter in parameters)
                {
                    var encoder = list.AddParameter();
                    AddModifiers(encoder.CustomModifiers(), parameter);
                    Encode(encoder.Type(parameter.ParameterType.IsByRef), parameter.ParameterType);
                }
            });
        var reference = _metadata.AddMemberReference(OwnerOf(method.Owner), _metadata.GetOrAddString(method.Definition.Name), _metadata.GetOrAddBlob(signature));
        if (method.Arguments.Count == 0)
            return reference;
        var specification = new BlobBuilder();
        var arguments = new BlobEncoder(specification).MethodSpecificationSignature(method.Arguments.Count);
        foreach (var argument in method.Arguments)
            Encode(arguments.AddArgument(), argument);
        return _metadata.AddMethodSpecification(reference, _metadata.GetOrAddBlob(specification));
    }

    private EntityHandle OwnerOf(TypeUse owner)
    {
        if (owner is { IsArray: false, Arguments.Count: 0 })
            return ReferenceTo(owner.Definition);
        var specification = new BlobBuilder();
        Encode(new BlobEncoder(specification).TypeSpecificationSignature(), owner);
        return _metadata.AddTypeSpecification(_metadata.GetOrAddBlob(specification));
    }

    private void AddModifiers(CustomModifiersEncoder encoder, ParameterInfo parameter)
    {
        foreach (var modifier in parameter.GetRequiredCustomModifiers())
            encoder = encoder.AddModifier(ReferenceTo(modifier), isOptional: false);
    }

    private void Encode(SignatureTypeEncoder encoder, TypeUse use)
    {
        if (use.IsArray)
        {
            Encode(encoder.SZArray(), use with { IsArray = false });
        }
        else if (use.Arguments.Count == 0)
        {
            Encode(encoder, use.Definition);
        }
        else
        {
            var arguments = encoder.GenericInstantiation(ReferenceTo(use.Definition), use.Arguments.Count, use.Definition.IsValueType);
            foreach (var argument in use.Arguments)
                Encode(arguments.AddArgument(), argument);
        }
    }

    /// <summary>A type as a signature declares it, with parameters of its type and method.</summary>
    private void Encode(SignatureTypeEncoder encoder, Type type)
    {
        if (type.IsByRef)
        {
            Encode(encoder, type.GetElementType()!);
        }
        else if (type.IsPointer)
        {
            if (type == typeof(void*))
                encoder.VoidPointer();
            else
                Encode(encoder.Pointer(), type.GetElementType()!);
        }
        else if (type.IsSZArray)
        {
            Encode(encoder.SZArray(), type.GetElementType()!);
        }
        else if (type.IsArray)
        {
            Encode(encoder, out var element, type.GetArrayRank());
            Encode(element, type.GetElementType()!);
        }
        else if (type.IsGenericTypeParameter)
        {
            encoder.GenericTypeParameter(type.GenericParameterPosition);
        }
        else if (type.IsGenericMethodParameter)
        {
            encoder.GenericMethodTypeParameter(type.GenericParameterPosition);
        }
        else if (type.IsGenericType)
        {
            var arguments = encoder.GenericInstantiation(ReferenceTo(type.GetGenericTypeDefinition()), type.GetGenericArguments().Length, type.IsValueType);
            foreach (var argument in type.GetGenericArguments())
                Encode(arguments.AddArgument(), argument);
        }
        else if (PrimitiveOf(type) is { } primitive)
        {
            encoder.PrimitiveType(primitive);
        }
        else
        {
            encoder.Type(ReferenceTo(type), type.IsValueType);
        }
    }

    private static void Encode(SignatureTypeEncoder encoder, out SignatureTypeEncoder element, int rank)
    {
        SignatureTypeEncoder ofElement = default;
        encoder.Array(type => ofElement = type, shape => shape.Shape(rank, [], []));
        element = ofElement;
    }

    private static PrimitiveTypeCode? PrimitiveOf(Type type)
    {
        if (type.IsEnum)
            return null;
        if (type == typeof(object))
            return PrimitiveTypeCode.Object;
        if (type == typeof(nint))
            return PrimitiveTypeCode.IntPtr;
        if (type == typeof(nuint))
            return PrimitiveTypeCode.UIntPtr;
        if (type == typeof(TypedReference))
            return PrimitiveTypeCode.TypedReference;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => PrimitiveTypeCode.Boolean,
            TypeCode.Char => PrimitiveTypeCode.Char,
            TypeCode.SByte => PrimitiveTypeCode.SByte,
            TypeCode.Byte => PrimitiveTypeCode.Byte,
            TypeCode.Int16 => PrimitiveTypeCode.Int16,
            TypeCode.UInt16 => PrimitiveTypeCode.UInt16,
            TypeCode.Int32 => PrimitiveTypeCode.Int32,
            TypeCode.UInt32 => PrimitiveTypeCode.UInt32,
            TypeCode.Int64 => PrimitiveTypeCode.Int64,
            TypeCode.UInt64 => PrimitiveTypeCode.UInt64,
            TypeCode.Single => PrimitiveTypeCode.Single,
            TypeCode.Double => PrimitiveTypeCode.Double,
            TypeCode.String => PrimitiveTypeCode.String,
            _ => null,
        };
    }

    private TypeReferenceHandle ReferenceTo(Type type)
    {
        if (_types.TryGetValue(type, out var known))
            return known;
        var scope = type.DeclaringType is { } outer ? (EntityHandle)ReferenceTo(outer) : ReferenceTo(ScopeOf(type));
        var space = type.DeclaringType is null && type.Namespace is { } name ? _metadata.GetOrAddString(name) : default;
        return _types[type] = _metadata.AddTypeReference(scope, space, _metadata.GetOrAddString(type.Name));
    }

    /// <summary>The compiler knows the name of all reference types by an assembly of its own.</summary>
    private static string ScopeOf(Type type) => type == TypeUse.AnyReference.Definition ? "System.Private.Canon" : type.Assembly.GetName().Name!;

    private AssemblyReferenceHandle ReferenceTo(string assembly)
    {
        if (_assemblies.TryGetValue(assembly, out var known))
            return known;
        return _assemblies[assembly] = _metadata.AddAssemblyReference(_metadata.GetOrAddString(assembly), new Version(0, 0, 0, 0), default, default, default, default);
    }
}
