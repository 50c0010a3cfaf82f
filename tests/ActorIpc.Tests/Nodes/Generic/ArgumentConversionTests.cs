using System.Globalization;
using ActorIpc.Messages.Control;
using ActorIpc.Nodes.Generic;

namespace ActorIpc.Tests.Nodes.Generic;

/// <summary>What becomes of written arguments.</summary>
public sealed class ArgumentConversionTests
{
    private static readonly int[] Numbers = [1, 2];

    public static TheoryData<string, Type, string> Fits => new()
    {
        { "x y", typeof(string), "x y" },
        { "x", typeof(object), "x" },
        { "5", typeof(int), "5" },
        { "-5", typeof(sbyte), "-5" },
        { "5", typeof(long?), "5" },
        { "18446744073709551615", typeof(ulong), "18446744073709551615" },
        { "0.25", typeof(double), "0.25" },
        { "1e3", typeof(decimal), "1000" },
        { "on", typeof(bool), "True" },
        { "c", typeof(char), "c" },
        { "200ms", typeof(TimeSpan), "00:00:00.2000000" },
        { "2m", typeof(TimeSpan), "00:02:00" },
        { "1.02:03:04", typeof(TimeSpan), "1.02:03:04" },
        { "tuesday", typeof(DayOfWeek), "Tuesday" },
        { "Monday", typeof(DayOfWeek?), "Monday" },
        { "Public, Static", typeof(System.Reflection.BindingFlags), "Static, Public" },
        { "https://shop.example/a?b", typeof(Uri), "https://shop.example/a?b" },
        { "b7a0b9a8-8a3f-4d2c-9a0e-1c5cf0a1b2c3", typeof(Guid), "b7a0b9a8-8a3f-4d2c-9a0e-1c5cf0a1b2c3" },
        { "System.String", typeof(Type), "System.String" },
    };

    public static TheoryData<string, Type, string> Misfits => new()
    {
        { "x", typeof(int), "no value" },
        { "300", typeof(byte), "no value" },
        { "1,5", typeof(double), "no value" },
        { "maybe", typeof(bool), "no value" },
        { "long", typeof(char), "no value" },
        { "soon", typeof(TimeSpan), "no value" },
        { "7", typeof(DayOfWeek), "Sunday | Monday" },
        { "Noneday", typeof(DayOfWeek), "Sunday | Monday" },
        { "No.Such.Type", typeof(Type), "no value" },
        { "x", typeof(int[]), "no list" },
        { "x", typeof(IDisposable), "nothing that can be written" },
    };

    [Theory]
    [MemberData(nameof(Fits))]
    public void Text_ThatFits_BecomesTheParametersType(string text, Type wanted, string expected)
    {
        Assert.True(ArgumentConversion.TryConvert(new ActorArgument(text), wanted, out var value, out var problem), problem);
        Assert.True((Nullable.GetUnderlyingType(wanted) ?? wanted).IsInstanceOfType(value));
        Assert.Equal(expected, Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Text_ThatDoesNotFit_IsRefusedWithTheRule(string text, Type wanted, string expected)
    {
        Assert.False(ArgumentConversion.TryConvert(new ActorArgument(text), wanted, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(string), true)]
    [InlineData(typeof(int?), true)]
    [InlineData(typeof(int[]), true)]
    [InlineData(typeof(int), false)]
    public void Null_Fits_WhatCanBeNull(Type wanted, bool fits) =>
        Assert.Equal(fits, ArgumentConversion.TryConvert(new ActorArgument(null, null), wanted, out _, out _));

    [Theory]
    [InlineData(typeof(int[]))]
    [InlineData(typeof(IReadOnlyList<int>))]
    [InlineData(typeof(IEnumerable<int>))]
    public void List_BecomesAnArray(Type wanted)
    {
        Assert.True(ArgumentConversion.TryConvert(ActorArgument.Of(Numbers), wanted, out var value, out var problem), problem);
        Assert.Equal(Numbers, (IEnumerable<int>)value!);
        Assert.False(ArgumentConversion.TryConvert(new ActorArgument(null, null, [new("1"), new("x")]), wanted, out _, out problem));
        Assert.Equal("[1]=x: the text is no value of it", problem);
        Assert.False(ArgumentConversion.TryConvert(ActorArgument.Of(Numbers), typeof(int), out _, out _));
    }

    [Fact]
    public void Value_FromCode_ArrivesAsItWas()
    {
        object?[] values =
        [
            null, "", " x ", "5", true, 'c', (byte)1, -5, 7L, 0.1, 0.1f, 12.50m, TimeSpan.FromMilliseconds(1.5), DayOfWeek.Friday, new Uri("a/b", UriKind.Relative), typeof(List<int>),
            Guid.Parse("b7a0b9a8-8a3f-4d2c-9a0e-1c5cf0a1b2c3"), new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
        ];
        var line = new Launch(1, "c", 1, "a", "s", "", new ActorLaunch("T, A", "/a", [.. values.Select(ActorArgument.Of)], "t", null)).ToLine();
        Assert.True(Launch.TryParse(line, out var launch, out var problem), problem);
        foreach (var (value, argument) in values.Zip(launch.Actor!.Arguments))
        {
            Assert.True(ArgumentConversion.TryConvert(argument, value is Type ? typeof(Type) : value?.GetType() ?? typeof(string), out var arrived, out problem), problem);
            Assert.Equal(value, arrived);
        }
    }

    [Fact]
    public void Value_FromCode_BecomesNoOtherType()
    {
        Assert.False(ArgumentConversion.TryConvert(ActorArgument.Of("5"), typeof(int), out _, out var problem));
        Assert.Equal("it is of another type: type=System.String", problem);
        Assert.False(ArgumentConversion.TryConvert(ActorArgument.Of(5), typeof(long), out _, out _));
        Assert.True(ArgumentConversion.TryConvert(ActorArgument.Of(5), typeof(object), out var value, out _));
        Assert.Equal(5, value);
    }

    [Fact]
    public void Value_ThatCannotBeWritten_IsRefused()
    {
        var problem = Assert.Throws<ArgumentException>(() => ActorArgument.Of(new List<object>()));
        Assert.Contains("type=System.Collections.Generic.List`1[System.Object]", problem.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ActorArgument.Of(new object?[] { new object() }));
    }
}
