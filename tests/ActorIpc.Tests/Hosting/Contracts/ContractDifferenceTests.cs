using ActorIpc.Hosting.Contracts;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Contracts;

public sealed class ContractDifferenceTests
{
    private const string Old = "format hyperion\nrequest Shop.GetQuote -> Shop.Quote\n  Symbol: string\nclass Shop.Quote in Shop\n  Price: decimal\nenum Shop.Side in Shop : int\n  Buy = 0\n";

    [Fact]
    public void Between_EqualParts_IsNone() => Assert.Null(Between(Old, Old));

    [Theory]
    [InlineData("Price: decimal", "Price: double", "Shop.Quote.Price: double in b#2, decimal in a#1")]
    [InlineData("  Symbol: string\n", "  Symbol: string\n  Venue: string\n", "Shop.GetQuote.Venue: string in b#2 only")]
    [InlineData("  Symbol: string\n", "", "Shop.GetQuote.Symbol: string in a#1 only")]
    [InlineData("  Buy = 0\n", "  Buy = 1\n", "Shop.Side.Buy = 1 in b#2, 0 in a#1")]
    [InlineData("request Shop.GetQuote -> Shop.Quote", "message Shop.GetQuote", "\"message Shop.GetQuote\" in b#2, \"request Shop.GetQuote -> Shop.Quote\" in a#1")]
    [InlineData("class Shop.Quote in Shop\n", "class Shop.Quote in Shop.Common\n", "\"class Shop.Quote in Shop.Common\" in b#2")]
    [InlineData("format hyperion\n", "format hyperion\nmessage Shop.Reset\n", "message Shop.Reset in b#2 only")]
    [InlineData("format hyperion\n", "format json\n", "\"format json\" in b#2, \"format hyperion\" in a#1")]
    public void Between_OneChange_NamesMessageMemberAndBothSides(string before, string after, string expected)
    {
        var difference = Between(Old, Old.Replace(before, after, StringComparison.Ordinal));
        Assert.Contains("Shop.IPricing, Shop", difference, StringComparison.Ordinal);
        Assert.Contains(expected, difference, StringComparison.Ordinal);
        Assert.DoesNotContain(';', difference!);
    }

    [Fact]
    public void Between_PartsThatOnlyOneKnows_IsNone() => Assert.Null(ContractDifference.Between(
        "b#2", [new ContractPart("Shop.IPricing, Shop", "Shop", "1", Old)],
        "a#1", [new ContractPart("Shop.IPricing, Shop", "till", "2", ""), new ContractPart("Shop.IOrders, Shop", "Shop", "3", "")]));

    [Fact]
    public void Between_ManyChanges_TellsSomeAndCountsTheRest()
    {
        var many = Old + string.Concat(Enumerable.Range(10, 30).Select(i => $"message Shop.M{i}\n"));
        Assert.EndsWith("and 22 more", Between(Old, many), StringComparison.Ordinal);
    }

    [Fact]
    public void Between_CutDescriptions_SaysOnlyWhatBothSidesShow()
    {
        var cut = "format hyperion\n" + ContractPart.CutMark;
        Assert.Contains("too long to be shown", Between(Old, cut), StringComparison.Ordinal);
        Assert.DoesNotContain("only", Between(Old, cut), StringComparison.Ordinal);
    }

    private static string? Between(string old, string now) => ContractDifference.Between(
        "b#2", [new ContractPart("Shop.IPricing, Shop", "Shop", now, now)], "a#1", [new ContractPart("Shop.IPricing, Shop", "Shop", old, old)]);
}
