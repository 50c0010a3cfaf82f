using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Topologies;

/// <summary>Children that are actors, as a topology names them.</summary>
public sealed class ActorReadingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Actor_WithAllKeys_IsRead()
    {
        Directory.CreateDirectory(_folder.PathOf("nodes"));
        File.WriteAllText(_folder.PathOf("nodes/generic"), "");
        Directory.CreateDirectory(_folder.PathOf("bin"));
        File.WriteAllText(_folder.PathOf("bin/Shop.dll"), "");
        var topology = Load("""
            pricing { actor = "Shop.PricingActor, Shop", assembly-path = bin, actor-arguments = ["x", 5, true, null, [1, "two"]], actor-name = prices, standby = 1 }
            stock { actor = "Shop.StockActor, Shop", assembly-path = "bin/Shop.dll", actor-arguments = 5, protocol = "Shop.Stocks+IStock, Shop" }
            """);
        var (pricing, stock) = (topology.Children().First(), topology.Children().Last());
        Assert.Equal(_folder.PathOf("nodes/generic"), topology.ResolveExecutable(pricing.Executable));
        Assert.Equal(_folder.PathOf("bin/Shop.dll"), topology.ResolveAssembly(pricing.Actor!));
        Assert.Equal(_folder.PathOf("bin/Shop.dll"), topology.ResolveAssembly(stock.Actor!));
        Assert.Equal("[x, 5, true, null, [1, two]]", new ActorArgument(null, null, [.. pricing.Actor!.Arguments]).ToString());
        Assert.Null(pricing.Actor.Arguments[3].Text);
        Assert.Equal(("prices", "5"), (pricing.Actor.NameIn(pricing), stock.Actor!.Arguments.Single().Text));
        Assert.Equal("Shop.Stocks.IStock", stock.Actor.NameIn(stock));
        Assert.Equal("stock", (stock.Actor with { Protocol = null }).NameIn(stock));
    }

    [Fact]
    public void Actor_WithEverythingWrong_IsToldAtOnceWithItsPaths()
    {
        var problems = Assert.Throws<TopologyException>(() => Load("""
            a { actor = "Shop.PricingActor", protocol = "[]", actor-arguments = [{ b = c }], executable = none }
            tenants { children { b { actor = "Shop.PricingActor, Shop", assembly-path = nowhere, actor-name = "b c", executable = "./none" } } }
            c { assembly-path = "x", executable = "./none" }
            d { actor = "Shop.A, Shop", actor-name = d, protocol = "Shop.IA, Shop", executable = "./none" }
            """)).Problems.Select(problem => problem.ToString()).ToList();
        string[] expected =
        [
            "children.a.actor: an actor is a type with its assembly, such as \"Shop.PricingActor, Shop\": actor=Shop.PricingActor",
            "children.a.protocol: a protocol is a type with its assembly, such as \"Shop.IPricing, Shop\": protocol=[]",
            "children.a.actor-arguments: an argument is a value or a list: argument=",
            "children.tenants.children.b.actor-name: this is no name of an actor: actor-name=b c",
            $"children.tenants.children.b.actor: there is no such assembly (is it built?): actor=Shop.PricingActor, Shop looked at={_folder.PathOf("nowhere/Shop.dll")}",
            "children.c.assembly-path: belongs to an actor, and none is named",
            "children.d.actor-name: an actor that serves a protocol bears the protocol's name: actor-name=d protocol=Shop.IA, Shop",
        ];
        Assert.All(expected, text => Assert.Contains(problems, problem => problem.Contains($"actoripc.topology.{text}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Executable_OfAnActor_IsTheGenericNodeUnlessTold()
    {
        var spec = new ChildSpec { Name = new("a"), Actor = new ActorSpec { Type = "A, B" } };
        Assert.Equal(ActorSpec.Executable, spec.Executable);
        Assert.Equal("own", (spec with { Executable = "own" }).Executable);
        Assert.Equal("", new ChildSpec { Name = new("a") }.Executable);
    }

    private Topology Load(string children)
    {
        var file = _folder.PathOf("trial.conf");
        File.WriteAllText(file, $"actoripc.topology {{ name = trial, nodes-directory = nodes, children {{ {children} }} }}");
        return TopologyLoader.Load(file, [], _folder.PathOf("."));
    }
}
