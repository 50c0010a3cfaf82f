using System.Globalization;

namespace ActorIpc.Benchmarks.Links;

/// <summary>What a run of <c>Benchmarks links</c> does.</summary>
/// <param name="Seconds">Of each round of each path.</param>
/// <param name="Rounds">Alternating rounds.</param>
/// <param name="Size">Payload, in bytes.</param>
/// <param name="Explain">Only print what each row means.</param>
/// <param name="Paths">Names of the paths; empty: all.</param>
/// <param name="Ring">Capacity of the rings, in bytes; null: the default.</param>
internal sealed record LinkBenchmarkOptions(double Seconds, int Rounds, int Size, bool Explain, IReadOnlyList<string> Paths, int? Ring = null)
{
    public static LinkBenchmarkOptions Parse(string[] args)
    {
        var options = new LinkBenchmarkOptions(1, 5, 64, false, []);
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--explain" => options with { Explain = true },
                "--seconds" => options with { Seconds = double.Parse(Next(), CultureInfo.InvariantCulture) },
                "--rounds" => options with { Rounds = int.Parse(Next(), CultureInfo.InvariantCulture) },
                "--size" => options with { Size = int.Parse(Next(), CultureInfo.InvariantCulture) },
                "--ring" => options with { Ring = int.Parse(Next(), CultureInfo.InvariantCulture) },
                "--paths" => options with { Paths = Next().Split(',') },
                var unknown => throw new ArgumentException($"an option must be one of --seconds --rounds --size --ring --paths --explain: option={unknown}"),
            };

            string Next() => ++i < args.Length ? args[i] : throw new ArgumentException($"an option needs a value: option={args[i - 1]}");
        }
        return options;
    }
}
