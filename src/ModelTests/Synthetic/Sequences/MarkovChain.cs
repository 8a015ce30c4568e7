using static TorchSharp.torch;

namespace ModelTests;

/// <summary>A stationary Markov chain over tokens. Its state is the last <see cref="Order"/> tokens, as a number in base <see cref="Vocabulary"/>, the oldest first.</summary>
internal sealed class MarkovChain
{
    private readonly double[] stationary;
    private readonly double[] joint;

    private MarkovChain(int vocabulary, int order, Tensor transitions)
    {
        Vocabulary = vocabulary;
        Order = order;
        Transitions = transitions;
        Stationary = StationaryOf(transitions, vocabulary);
        stationary = [.. Stationary.data<double>()];
        joint = [.. (Stationary.unsqueeze(1) * transitions).flatten().data<double>()];
    }

    public int Vocabulary { get; }

    public int Order { get; }

    /// <summary>The probability of each next token in each state, [states, vocabulary].</summary>
    public Tensor Transitions { get; }

    /// <summary>The probability of each state, [states]; that of the first state, too.</summary>
    public Tensor Stationary { get; }

    /// <summary>A chain whose transition probabilities are a softmax of z / temperature, z ~ N(0, 1): all above 0, so that it has one stationary distribution.</summary>
    public static MarkovChain Of(Drawing draw, int vocabulary, int order, double temperature)
    {
        var states = (long)Math.Pow(vocabulary, order);
        return new(vocabulary, order, (draw.Normal(states, vocabulary) / temperature).softmax(1));
    }

    /// <summary>Sequences from the stationary chain, int64 [samples, length].</summary>
    public Tensor Sequences(Drawing draw, int samples, int length)
    {
        var state = Categorical.Draw(draw, Stationary.unsqueeze(0).expand(samples, -1));
        var tokens = new List<Tensor>();
        for (var (age, place) = (Order - 1, Stationary.shape[0] / Vocabulary); age >= 0; age--, place /= Vocabulary)
            tokens.Add(state.div(place, RoundingMode.floor).remainder(Vocabulary));
        while (tokens.Count < length)
        {
            var next = Categorical.Draw(draw, Transitions[state]);
            state = ((state * Vocabulary) + next).remainder(Stationary.shape[0]);
            tokens.Add(next);
        }
        return stack(tokens, 1).narrow(1, 0, length);
    }

    /// <summary>
    /// What a model reaches that predicts the tokens at positions 1 to <paramref name="predictions"/> of a sequence, each from all tokens before it: exact.
    /// The first ones have less than <see cref="Order"/> tokens before them and are therefore less certain.
    /// </summary>
    public Limits LimitsOf(int predictions)
    {
        var (entropy, error) = (0.0, 0.0);
        for (var position = 1; position <= predictions; position++)
        {
            var context = Math.Min(position, Order);
            var blocks = Blocks(context + 1);
            entropy += Entropy(blocks) - Entropy(Blocks(context));
            error += 1 - blocks.Chunk(Vocabulary).Sum(next => next.Max());
        }
        return new Limits(Entropy(Blocks(1)), entropy / predictions, error / predictions);
    }

    /// <summary>The probability of each sequence of so many tokens, at most <see cref="Order"/> + 1: of the last tokens of a state, or of a state and the next token.</summary>
    private double[] Blocks(int tokens)
    {
        var longest = tokens > Order ? joint : stationary;
        var count = (int)Math.Pow(Vocabulary, tokens);
        var blocks = new double[count];
        foreach (var (index, probability) in longest.Index())
            blocks[index % count] += probability;
        return blocks;
    }

    private static double Entropy(double[] probabilities) => -probabilities.Where(probability => probability > 0).Sum(probability => probability * Math.Log(probability));

    /// <summary>The π with π P = π and the sum 1, by solving (Pᵀ - I) π = 0 with one of its equations, which depend on each other, replaced by the sum.</summary>
    private static Tensor StationaryOf(Tensor transitions, int vocabulary)
    {
        var states = transitions.shape[0];
        var from = arange(states, int64).repeat_interleave(vocabulary);
        var to = arange(states * vocabulary, int64).remainder(states);
        var system = zeros(states, states, float64, CPU).index_put_(transitions.flatten(), to, from) - eye(states, dtype: float64);
        system[states - 1] = ones(states, float64, CPU);
        var right = zeros(states, float64, CPU);
        right[states - 1] = ones([], float64, CPU);
        // Rounding may leave a rare state just below 0.
        var solution = linalg.solve(system, right).clamp_min(0);
        return solution / solution.sum();
    }
}
