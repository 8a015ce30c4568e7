using System.Collections.Immutable;
using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>
/// Faults that show in another process only. It makes the fixtures by constructors without arguments, so style and fault are arguments of their types.
/// </summary>
internal static class ProcessCases
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("PR10", "words counted in buckets of their hash codes", Words<ByCall, OfCharacters>, Words<ByForward, OfCharacters>, Words<ByCall, OfProcess>, Words<ByForward, OfProcess>, "^CreateData$"),
        .. Case("PR10b", "weights drawn from a seed that is a hash code", Weights<ByCall, OfCharacters>, Weights<ByForward, OfCharacters>, Weights<ByCall, OfProcess>, Weights<ByForward, OfProcess>, "^CreateModel$"),
        .. Case("PR10c", "classes numbered in the order of an unordered set", Columns<ByCall, Sorted>, Columns<ByForward, Sorted>, Columns<ByCall, Unordered>, Columns<ByForward, Unordered>, "^CreateData$"),
    ];

    private static ZooCase[] Case(string id, string title, Func<IRecipes> parentByCall, Func<IRecipes> parentByForward, Func<IRecipes> mutantByCall, Func<IRecipes> mutantByForward, string accepted) =>
        ZooCase.InBothStyles(id, title, Stage.State, style => style == CallStyle.Call ? parentByCall() : parentByForward(), style => style == CallStyle.Call ? mutantByCall() : mutantByForward(),
            [accepted], Contract.Named("SameInEveryProcess"));

    private static HashedWords<TStyle, THash> Words<TStyle, THash>()
        where TStyle : IStyle
        where THash : IHash => new();

    private static HashedSeed<TStyle, THash> Weights<TStyle, THash>()
        where TStyle : IStyle
        where THash : IHash => new();

    private static NumberedClasses<TStyle, TOrder> Columns<TStyle, TOrder>()
        where TStyle : IStyle
        where TOrder : IOrder => new();

    private interface IStyle
    {
        static abstract CallStyle Style { get; }
    }

    private sealed class ByCall : IStyle
    {
        public static CallStyle Style => CallStyle.Call;
    }

    private sealed class ByForward : IStyle
    {
        public static CallStyle Style => CallStyle.Forward;
    }

    private interface IHash
    {
        static abstract uint Of(string word);
    }

    /// <summary>FNV-1a (Fowler, Noll and Vo).</summary>
    private sealed class OfCharacters : IHash
    {
        public static uint Of(string word) => word.Aggregate(2_166_136_261, (hash, letter) => unchecked((hash ^ letter) * 16_777_619));
    }

    private sealed class OfProcess : IHash
    {
        public static uint Of(string word) => unchecked((uint)StringComparer.Ordinal.GetHashCode(word));
    }

    private interface IOrder
    {
        static abstract IEnumerable<string> Of(IEnumerable<string> names);
    }

    private sealed class Sorted : IOrder
    {
        public static IEnumerable<string> Of(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);
    }

    private sealed class Unordered : IOrder
    {
        public static IEnumerable<string> Of(IEnumerable<string> names) => names.ToImmutableHashSet();
    }

    /// <summary>Six words of a class's own twenty in ten buckets (Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning").</summary>
    private sealed class HashedWords<TStyle, THash>() : ClassifierFixture(TStyle.Style)
        where TStyle : IStyle
        where THash : IHash
    {
        public override ModelData CreateData()
        {
            var labels = arange(Samples + Validation).remainder(Classifier.Classes);
            var counts = randn(Samples + Validation, Classifier.Features) * 0.1;
            var words = randint(0, 20, [Samples + Validation, 6], int64);
            for (var i = 0; i < Samples + Validation; i++)
            {
                foreach (var word in words[i].data<long>())
                    counts[i, THash.Of($"{i % Classifier.Classes} {word}") % Classifier.Features] += 1;
            }
            return HeldOut.From(counts, labels, Samples);
        }
    }

    private sealed class HashedSeed<TStyle, THash>() : ClassifierFixture(TStyle.Style)
        where TStyle : IStyle
        where THash : IHash
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            manual_seed(THash.Of(nameof(Classifier)));
            return base.CreateModel();
        }
    }

    private sealed class NumberedClasses<TStyle, TOrder>() : ClassifierFixture(TStyle.Style)
        where TStyle : IStyle
        where TOrder : IOrder
    {
        public override ModelData CreateData()
        {
            var (features, labels) = Draw(Samples + Validation);
            var numbers = TOrder.Of(["north", "south", "east", "west"]).Select((name, number) => (name, number)).OrderBy(entry => entry.name, StringComparer.Ordinal).Select(entry => (long)entry.number);
            return HeldOut.From(features, tensor(numbers.ToArray())[labels], Samples);
        }
    }
}
