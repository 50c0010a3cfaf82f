namespace ActorIpc.Serialization.Formats;

/// <summary>
/// The byte before each value of a Hyperion stream, which says what follows. Layout of a stream (all numbers little-endian):
/// <code>
/// value    = NULL | OBJECT | code primitive | PRIMITIVE-ARRAY code int32:count primitive*count
///          | REFERENCE int32:id | type body
/// type     = TYPE int32:length name                                  the first time a type occurs in the stream
///          | TYPE-AND-FIELDS int32:length name byte:n (int32:length name)*n         the same, with version tolerance
///          | KNOWN-TYPE uint16:n                                     the n-th type of the stream again
/// body     = field*                  of an object: a primitive field without its code (not with version tolerance), else a value
///          | int32:count value*count                                 of a sequence
/// string   = 0 (null) | 1..254 bytes (length + 1) | 255 int32:length bytes
/// </code>
/// </summary>
internal static class HyperionManifest
{
    public const byte Null = 0;
    public const byte Object = 1;
    public const byte String = 7;
    public const byte ByteArray = 9;

    /// <summary>A reference to a type of the receiver's process: never allowed.</summary>
    public const byte Type = 16;

    public const byte TypeAndFields = 251;
    public const byte PrimitiveArray = 252;
    public const byte Reference = 253;
    public const byte KnownType = 254;
    public const byte FullType = 255;

    /// <summary>The bytes of a primitive value; 0 for those of variable length, -1 when the code names no primitive.</summary>
    public static int SizeOf(int code) => code switch
    {
        2 or 13 or 19 => 8,
        3 or 15 or 17 => 2,
        4 or 6 or 20 => 1,
        5 => 9,
        8 or 12 or 18 => 4,
        10 or 11 or 14 => 16,
        String or ByteArray => 0,
        _ => -1,
    };
}
