using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>Healthy models on synthetic sequences with the default loss, under the checks themselves.</summary>
[Collection("ModelTests")]
public class SequenceFixtureTests
{
    private static readonly Dictionary<string, IRecipes> Fixtures = new()
    {
        // To memorise random text takes a memory: two tokens of context tell most of its next tokens, not all.
        ["Markov tokens"] = new Healthy(() => new TokenReader(vocabulary: 6, classes: 6), () => Synthetic.MarkovTokens(samples: 256)),
        ["token order"] = new Healthy(() => Sequential(Embedding(8, 16), Flatten(), Linear(128, 32), ReLU(), Linear(32, 2)), () => Synthetic.TokenOrder(samples: 64)),
        ["variable lengths"] = new Healthy(() => new SequenceReader(vocabulary: 9, classes: 4), () => Synthetic.VariableLengths(samples: 64)),
        ["time series"] = new Healthy(() => Sequential(Flatten(), Linear(24, 32), Tanh(), Linear(32, 1)), () => Synthetic.TimeSeries(samples: 64)),
        ["sequence to sequence"] = new Healthy(() => new SequenceTranslator(byPosition: true), () => Synthetic.SequenceToSequence(samples: 64)),
        ["tagging"] = new Healthy(() => new TokenConvolution(vocabulary: 10, context: 5, classes: 5), () => Synthetic.Tagging(samples: 64)),
    };

    public static TheoryData<string, int> Runs
    {
        get
        {
            var runs = new TheoryData<string, int>();
            foreach (var name in Fixtures.Keys)
            {
                for (var seed = 0; seed < HealthyFixture.Seeds.Count; seed++)
                    runs.Add(name, seed);
            }
            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void No_standard_check_accuses_a_healthy_model(string name, int seed) => HealthyFixture.Passes(Fixtures[name], seed);

    private sealed class Healthy(Func<Module> model, Func<ModelData> data) : ModelRecipes<Module>
    {
        public override Module CreateModel() => model();

        public override ModelData CreateData() => data();

        public override optim.Optimizer CreateOptimizer(Module model) => optim.Adam(model.parameters(), lr: 0.01);
    }
}
