using ModelTests.Refactorings;
using TorchSharp;

const int OriginalSeeds = 300;
const int VariantSeeds = 100;
const int Comparisons = 50_000;

if (args is not ([] or ["--again"]))
{
    Console.Error.WriteLine("Without arguments everything is trained; --again judges the trainings of the last run, in artifacts/baselines.json.");
    return 1;
}
IReadOnlyList<Pool> pools = args is ["--again"] ? ResultFiles.Read() : TrainAll();
var harmless = HarmlessRefactorings.All.Count;
var proof = Proof.Of(pools[0], [.. pools.Skip(1).Take(harmless)], [.. pools.Skip(1 + harmless)], Comparisons);
Console.WriteLine(ResultFiles.Tables(proof));
ResultFiles.Write(proof);
return 0;

static List<Pool> TrainAll()
{
    torch.set_num_threads(1);
    Variant[] variants = [new("unchanged", () => new SeriesFixture()), .. HarmlessRefactorings.All, .. HarmfulChanges.All];
    var pools = new List<Pool>();
    foreach (var (number, variant) in variants.Index())
    {
        Console.WriteLine($"training {variant.Name}");
        pools.Add(Pool.Train(variant, number == 0 ? OriginalSeeds : VariantSeeds, number));
    }
    ResultFiles.Write(pools);
    return pools;
}
