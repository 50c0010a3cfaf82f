using ActorIpc.Messages;
using Google.Protobuf.WellKnownTypes;
using MemoryPack;

namespace ActorIpc.Tests.Serialization.Formats;

[MemoryPackable]
public sealed partial record PackedLine(string Text, int Number);

[MemoryPackable]
public sealed partial record PackedPrice(string Symbol, long Sequence, double Price, long At) : IMessage<ISample>;

[MemoryPackable]
public sealed partial record PackedOrder(
    string Text, PackedLine? Line, IReadOnlyList<PackedLine> Lines, Dictionary<string, int> Counts, byte[] Bytes, DateTime At, Colour Colour,
    [property: MemoryPackAllowSerialize] NodeName Node, [property: MemoryPackAllowSerialize] NodeRef<ISample> Ref) : IRequest<ISample, PackedAnswer>;

[MemoryPackable]
public readonly partial record struct PackedAnswer(int Number, Guid Id);

[MemoryPackable]
[MemoryPackUnion(0, typeof(PackedCircle))]
[MemoryPackUnion(1, typeof(PackedGroup))]
public partial interface IPackedFigure;

[MemoryPackable]
public sealed partial record PackedCircle(double Radius) : IPackedFigure;

[MemoryPackable]
public sealed partial record PackedGroup(IPackedFigure[] Figures) : IPackedFigure;

/// <summary>Contains itself: directly.</summary>
[MemoryPackable]
public sealed partial record PackedTree(int Number, PackedTree? Left, PackedTree? Right) : IMessage<ISample>;

/// <summary>Contains a type that contains itself, through an interface.</summary>
[MemoryPackable]
public sealed partial record PackedDrawing(IPackedFigure Figure) : IMessage<ISample>;

/// <summary>A member names a type of the receiver, which MemoryPack would load.</summary>
[MemoryPackable]
public sealed partial record PackedType(System.Type Type) : IMessage<ISample>;

[MemoryPackable]
public sealed partial record PackedMatrix(int[,] Numbers) : IMessage<ISample>;

/// <summary>Members of another version are skipped, as far as the bytes say.</summary>
[MemoryPackable(GenerateType.VersionTolerant)]
public sealed partial record PackedTolerant([property: MemoryPackOrder(0)] string Text) : IMessage<ISample>;

[MemoryPackable]
public sealed partial record PackedBig(System.Numerics.BigInteger Number) : IMessage<ISample>;

[MemoryPackable]
public sealed partial record PackedStranger(string Text);

public interface IOtherSample : IProtocol;

[TravelsAs(MessageFormat.Json)]
public interface IReadable : IProtocol;

public sealed record Note(
    string Text, int Number, Colour Colour, Money Money, IReadOnlyList<Line> Lines, NodeName Node, NodeRef<ISample> Ref, string? Remark = null) : IRequest<IReadable, Noted>;

public sealed record Noted(bool Done);

public sealed record CountNotes : IRequest<IReadable, int>;

public sealed record Folder(string Name, Folder? Inner) : IMessage<IReadable>;

[TravelsAs(MessageFormat.MemoryPack)]
public interface IPackedOnly : IProtocol;

public sealed record NotPacked(string Text) : IMessage<IPackedOnly>;

[MemoryPackable]
public sealed partial record PackedChain(int Number, PackedChain? Next) : IMessage<IPackedOnly>;

public sealed record Torn(string Text) : IMessage<IPackedOnly>, IMessage<IReadable>;

public sealed record AskTime : IRequest<ISample, Timestamp>;

public sealed record AskAnything : IRequest<ISample, Struct>;

public sealed record Plain4(string Symbol, long Sequence, double Price, long At) : IMessage<ISample>;
