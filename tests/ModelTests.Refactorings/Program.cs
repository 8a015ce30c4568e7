using System.Globalization;
using ModelTests.Refactorings;
using TorchSharp;

const string Usage = """
    --seeds 100  trainings of each variant, at least 10 (default 100); of the unchanged model three times as many
    --again      keep the trainings that artifacts/baselines.json holds, and train only what it lacks
    """;
const int Comparisons = 50_000;

var seeds = 100;
if (!args.Except(["--again"]).Any() || (args is ["--seeds", var number, ..] && int.TryParse(number, CultureInfo.InvariantCulture, out seeds) && seeds >= 10 && !args[2..].Except(["--again"]).Any()))
{
    torch.set_num_threads(1);
    var kept = args.Contains("--again") ? ResultFiles.Read() : [];
    List<Pool> pools = [];
    foreach (var (position, variant) in new[] { new Variant("unchanged", () => new SeriesFixture()) }.Concat(HarmlessRefactorings.All).Concat(HarmfulChanges.All).Index())
    {
        var pool = kept.FirstOrDefault(pool => pool.Name == variant.Name);
        Console.WriteLine($"{(pool is null ? "training" : "kept")}: {variant.Name}");
        pools.Add(pool ?? Pool.Train(variant, position == 0 ? 3 * seeds : seeds, position));
        ResultFiles.Write(pools);
    }
    var harmless = HarmlessRefactorings.All.Count;
    var proof = Proof.Of(pools[0], [.. pools.Skip(1).Take(harmless)], [.. pools.Skip(1 + harmless)], Comparisons);
    Console.WriteLine(ResultFiles.Tables(proof));
    ResultFiles.Write(proof);
    return 0;
}
Console.Error.WriteLine($"'{string.Join(' ', args)}' cannot be read; there are\n{Usage}");
return 1;
